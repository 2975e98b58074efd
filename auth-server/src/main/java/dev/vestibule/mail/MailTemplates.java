package dev.vestibule.mail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

import dev.vestibule.web.Look;
import dev.vestibule.web.Shades;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Writes a message in its language, as HTML and as text: {@code templates/mail/NAME.html}
 * and {@code NAME.txt} with the subject {@code mail.NAME.subject}.
 */
@Component
class MailTemplates {

	/**
	 * Writing is work for the processor, and those who sign up meanwhile need that as
	 * well: a backlog that goes out takes half of it at most.
	 */
	private final Semaphore writing = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

	private final MessageSource messages;

	private final Look look;

	private final SpringTemplateEngine html;

	private final SpringTemplateEngine text;

	MailTemplates(MessageSource messages, Look look) {
		this.messages = messages;
		this.look = look;
		this.html = engine(TemplateMode.HTML, ".html");
		this.text = engine(TemplateMode.TEXT, ".txt");
	}

	Written write(String template, Locale locale, Map<String, String> model) {
		Context context = new Context(locale, new HashMap<>(model));
		context.setVariable("serverName", this.look.getName());
		String color = model.getOrDefault(Message.COLOR, this.look.getColor());
		context.setVariable("light", Shades.light(color));
		context.setVariable("dark", Shades.dark(color));
		context.setVariable("paragraphs", paragraphs(model.getOrDefault(Message.TEXT, "")));
		this.writing.acquireUninterruptibly();
		try {
			return new Written(subject(template, locale, model),
					this.text.process("mail/" + template, context).strip() + "\n",
					this.html.process("mail/" + template, context));
		}
		finally {
			this.writing.release();
		}
	}

	private String subject(String template, Locale locale, Map<String, String> model) {
		String subject = model.get("subject");
		if (subject != null) {
			return subject;
		}
		String providerName = model.get("providerName");
		Object[] arguments = (providerName != null) ? new Object[] { providerName } : null;
		return this.messages.getMessage("mail." + template + ".subject", arguments, locale);
	}

	/**
	 * Each a list of lines.
	 */
	private static List<List<String>> paragraphs(String text) {
		return Arrays.stream(text.strip().split("\\n\\s*\\n")).map((paragraph) -> paragraph.lines().toList()).toList();
	}

	private SpringTemplateEngine engine(TemplateMode mode, String suffix) {
		ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(getClass().getClassLoader());
		resolver.setPrefix("templates/");
		resolver.setSuffix(suffix);
		resolver.setTemplateMode(mode);
		resolver.setCharacterEncoding("UTF-8");
		SpringTemplateEngine engine = new SpringTemplateEngine();
		engine.setTemplateResolver(resolver);
		engine.setTemplateEngineMessageSource(this.messages);
		return engine;
	}

	/**
	 * A message as it is read.
	 */
	record Written(String subject, String text, String html) {

	}

}

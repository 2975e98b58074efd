package dev.vestibule.mailing;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.regex.Matcher;

import dev.vestibule.mail.MailingContent;
import dev.vestibule.mailing.NewMailing.Content;
import dev.vestibule.web.ServerProperties;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a mailing says to one account, if that is still to have it when the turn of its
 * mail comes.
 */
@Component
class MailingText implements MailingContent {

	private static final String FIND = """
			SELECT g.contents, a.name, a.email, a.locale FROM mailing g CROSS JOIN account a
			WHERE g.id = :mailing AND a.id = :account AND a.email = :recipient AND a.enabled AND a.proof_due_at IS NULL
			AND NOT EXISTS (SELECT FROM mailing_opt_out o WHERE o.account_id = a.id)
			""";

	private final JdbcClient jdbc;

	private final OptOut optOut;

	private final ServerProperties server;

	private final JsonMapper json = JsonMapper.shared();

	MailingText(JdbcClient jdbc, OptOut optOut, ServerProperties server) {
		this.jdbc = jdbc;
		this.optOut = optOut;
		this.server = server;
	}

	@Override
	public Optional<Map<String, String>> reveal(UUID mailingId, UUID accountId, String recipient) {
		return this.jdbc.sql(FIND)
			.param("mailing", mailingId)
			.param("account", accountId)
			.param("recipient", recipient)
			.query((row, number) -> {
				SortedMap<String, Content> contents = this.json.readValue(row.getString("contents"),
						new TypeReference<SortedMap<String, Content>>() {
						});
				Content content = inLanguage(contents, row.getString("locale"));
				Map<String, String> values = Map.of("name", row.getString("name"), "email", row.getString("email"));
				return Map.of("subject", fill(content.subject(), values), "text", fill(content.text(), values),
						"accountUrl", this.server.url("/account"), "unsubscribeUrl",
						this.server.url("/unsubscribe?token=" + this.optOut.token(accountId)));
			})
			.optional();
	}

	private static Content inLanguage(SortedMap<String, Content> contents, String locale) {
		Content content = contents.getOrDefault(locale, contents.get("en"));
		return (content != null) ? content : contents.values().iterator().next();
	}

	/**
	 * In one pass, so that nobody's name is read as a placeholder.
	 */
	private static String fill(String text, Map<String, String> values) {
		return Placeholders.PATTERN.matcher(text)
			.replaceAll((found) -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
	}

}

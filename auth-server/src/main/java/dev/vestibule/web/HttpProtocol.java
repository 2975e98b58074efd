package dev.vestibule.web;

import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 that answers headers which are too large with 431 (RFC 6585, section 5), where
 * Tomcat has 400 for everything it cannot read. Public, since Tomcat makes it by name.
 */
public class HttpProtocol extends Http11NioProtocol {

	private static final String TOO_LARGE = StringManager.getManager(Http11Processor.class)
		.getString("iib.requestheadertoolarge.error");

	@Override
	protected Processor createProcessor() {
		return new HttpProcessor(this, getAdapter());
	}

	private static final class HttpProcessor extends Http11Processor {

		HttpProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
			super(protocol, adapter);
		}

		@Override
		protected void setErrorState(ErrorState state, @Nullable Throwable failure) {
			if (failure != null && TOO_LARGE.equals(failure.getMessage())) {
				// The protocol is the last part of the request line.
				this.response.setStatus(this.request.protocol().isNull() ? 414 : 431);
			}
			super.setErrorState(state, failure);
		}

	}

}

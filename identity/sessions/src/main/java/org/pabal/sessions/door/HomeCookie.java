// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;

/// Remembers in the browser on which other host its session is, so that whichever host of ours it comes
/// to can pass it on there. No secret: who changes it is asked for a session by a host that knows none.
/// No directory is asked, so that nobody learns by it who is where (THREATS A02).
final class HomeCookie {
    /// Longer than any session.
    private static final Duration LASTING = Duration.ofDays(90);

    private static final int MAX_CHARS = 1_024;

    /// Cookies that the home has made, and is shown again.
    private static final List<String> OF_HOME =
            List.of(
                    SessionCookies.SESSION,
                    SessionCookies.STEP,
                    SessionCookies.ASKED,
                    SessionCookies.DEVICE);

    private static final String PASSKEYS = "/auth/passkey";

    private HomeCookie() {}

    static void set(HttpExchange exchange, Account account, boolean isShared) {
        String text = account.host().orElseThrow() + ":" + account.address();
        SessionCookies.set(
                exchange,
                SessionCookies.HOME,
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(text.getBytes(StandardCharsets.UTF_8)),
                isShared ? Optional.empty() : Optional.of(LASTING));
    }

    /// The other host whose session a request shows, or with whose passkeys somebody signs in.
    static Optional<Matter> read(HttpExchange exchange) {
        if (exchange.passedOn().isPresent() || !mayConcernHome(exchange)) {
            return Optional.empty();
        }
        return exchange.cookie(SessionCookies.HOME)
                .filter(text -> text.length() <= MAX_CHARS)
                .flatMap(text -> matter(text, cookies(exchange)));
    }

    private static boolean mayConcernHome(HttpExchange exchange) {
        return exchange.path().startsWith(PASSKEYS)
                || exchange.cookie(SessionCookies.SESSION).isPresent()
                || exchange.cookie(SessionCookies.STEP).isPresent();
    }

    /// Those of the home among the cookies of a request.
    static Map<String, String> cookies(HttpExchange exchange) {
        Map<String, String> cookies = new LinkedHashMap<>();
        OF_HOME.forEach(
                name -> exchange.cookie(name).ifPresent(value -> cookies.put(name, value)));
        return cookies;
    }

    private static Optional<Matter> matter(String text, Map<String, String> cookies) {
        try {
            String plain =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int colon = plain.indexOf(':');
            return colon <= 0
                    ? Optional.empty()
                    : Optional.of(
                            Matter.session(
                                    plain.substring(0, colon),
                                    plain.substring(colon + 1),
                                    cookies));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}

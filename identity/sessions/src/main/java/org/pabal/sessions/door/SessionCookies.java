// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pabal.http.HttpExchange;
import org.pabal.sessions.Session;
import org.pabal.sessions.SessionLimits;

/// The cookies of signing in. All of them are for this host alone, for TLS, and for no script
/// (the prefix `__Host-`).
public final class SessionCookies {
    /// Of the session.
    static final String SESSION = "__Host-pabal";

    /// Of a sign-in that is under way.
    static final String STEP = "__Host-pabal-step";

    /// Of a browser that was asked for a passkey to sign in with.
    static final String ASKED = "__Host-pabal-asked";

    /// Of a browser in which the second factor was shown.
    static final String DEVICE = "__Host-pabal-device";

    /// Of a browser whose account is on another host: that host and the account, no secret.
    static final String HOME = "__Host-pabal-home";

    /// Of a browser in which the code of the first run was shown.
    public static final String SETUP = "__Host-pabal-setup";

    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

    private SessionCookies() {}

    static Optional<String> session(HttpExchange exchange) {
        return exchange.cookie(SESSION);
    }

    /// On a device that others use, too, it goes when the browser is closed.
    static void setSession(
            HttpExchange exchange,
            Session session,
            String token,
            SessionLimits limits,
            Instant now) {
        Duration left = Duration.between(now, session.end(limits));
        set(exchange, SESSION, token, session.isShared() ? Optional.empty() : Optional.of(left));
    }

    /// @param lasting empty: until the browser is closed
    public static void set(
            HttpExchange exchange, String name, String token, Optional<Duration> lasting) {
        String age = lasting.map(time -> "; Max-Age=" + time.toSeconds()).orElse("");
        exchange.addAnswer("Set-Cookie", name + "=" + token + ATTRIBUTES + age);
    }

    public static void end(HttpExchange exchange, String name) {
        set(exchange, name, "", Optional.of(Duration.ZERO));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.http.Homes;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;
import org.pabal.sessions.door.SignIn.Proven;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Browsers whose accounts are on other hosts. The password is judged here, as at every other door, and
/// stays here; sessions, second factors and passkeys are the home's, which answers all else.
final class SignInElsewhere {
    private static final Logger LOG = LoggerFactory.getLogger(SignInElsewhere.class);

    private final SignedIn signedIn;
    private final Homes homes;

    SignInElsewhere(SignedIn signedIn, Homes homes) {
        this.signedIn = signedIn;
        this.homes = homes;
    }

    /// The password was right: its owner goes on with the home.
    Answer begin(HttpExchange exchange, RequestBody body, Proven proven) throws IOException {
        Account account = proven.account();
        if (exchange.passedOn().isPresent()) {
            Homes.astray(exchange);
            return Answer.given();
        }
        proven.attempt().succeeded(account.address().toString());
        LOG.info(
                "event=login session={} peer={} account={} host={} door=web",
                exchange.id(),
                exchange.client().address(),
                new LogText(account.address()),
                account.host().orElseThrow());
        Map<String, String> cookies = HomeCookie.cookies(exchange);
        if (HomeCookie.read(exchange).isEmpty()) {
            cookies.remove(SessionCookies.SESSION); // it is ours, and over
            signedIn.end(exchange);
        }
        HomeCookie.set(exchange, account, body.isTrue("shared"));
        homes.pass(exchange, judged(account, cookies, body));
        return Answer.given();
    }

    private static Matter judged(Account account, Map<String, String> cookies, RequestBody body) {
        return Matter.judged(account.host().orElseThrow(), account.address().toString())
                .with(cookies, withoutPassword(body));
    }

    private static byte[] withoutPassword(RequestBody body) {
        return body.json().deepCopy().put("password", "").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// All but signing in with a password.
    Answer goOn(HttpExchange exchange, Matter matter, SignIn signIn) throws IOException {
        String what = exchange.method() + " " + exchange.path();
        switch (what) {
            case "POST /auth/confirm" -> homes.pass(exchange, confirmed(exchange, matter, signIn));
            case "POST /auth/logout" -> {
                // Also where the home cannot hear of it.
                SessionCookies.end(exchange, SessionCookies.SESSION);
                SessionCookies.end(exchange, SessionCookies.STEP);
                homes.pass(exchange, matter);
            }
            default -> homes.pass(exchange, matter);
        }
        return Answer.given();
    }

    /// The home is told that the password was right, and whose it was.
    private static Matter confirmed(HttpExchange exchange, Matter matter, SignIn signIn)
            throws IOException {
        RequestBody body = RequestBody.read(exchange);
        if (!body.json().hasNonNull("password")) {
            return matter.with(
                    matter.cookies(), body.json().toString().getBytes(StandardCharsets.UTF_8));
        }
        Proven proven =
                signIn.prove(exchange, matter.owner().orElseThrow(), body.text("password"));
        proven.attempt().succeeded(proven.account().address().toString());
        return proven.account().host().equals(Optional.of(matter.host()))
                ? judged(proven.account(), matter.cookies(), body)
                : matter.with(matter.cookies(), withoutPassword(body));
    }
}

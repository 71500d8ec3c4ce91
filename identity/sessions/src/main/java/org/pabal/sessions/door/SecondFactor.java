// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.sasl.LoginAttempt;
import org.pabal.sasl.LoginDoor;
import org.pabal.sessions.Factors;
import org.pabal.sessions.Proof;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges codes: of an authenticator, and those for recovery. A right one is used up durably before
/// it lets anybody in (THREATS A11).
final class SecondFactor {
    private static final Logger LOG = LoggerFactory.getLogger(SecondFactor.class);
    private static final int MAX_CODE = 64;

    private final KeptFactors factors;
    private final LoginDoor logins;
    private final SignInServices services;
    private final CodeTries tries;

    SecondFactor(SignInServices services) {
        this.services = services;
        this.factors = services.factors();
        this.logins = services.logins();
        this.tries = new CodeTries(services.clock());
    }

    /// Returns when the code was right; the attempt is to be concluded by whoever asks.
    ///
    /// @param kind TOTP or a code for recovery
    /// @throws Answer refused, throttled
    LoginAttempt judge(Account account, InetSocketAddress peer, Proof kind, String code)
            throws IOException {
        Duration shut = tries.shutFor(account.id());
        if (!shut.isZero()) {
            throw Answer.throttled(shut);
        }
        String name = account.address().toString();
        LoginAttempt attempt = logins.attempt(peer);
        boolean right =
                attempt.watch(new CodeCredentials(text -> use(account, kind, text)))
                        .verify(name, cut(code));
        if (right) {
            tries.right(account.id());
            return attempt;
        }
        tries.wrong(account.id());
        LOG.info(
                "event=login-failed peer={} identity={} reason=\"wrong {} code\" door=web",
                peer,
                new LogText(name),
                kind.word());
        throw SignIn.failed(attempt, name, "wrong " + kind.word() + " code");
    }

    private static String cut(String code) {
        return code.length() > MAX_CODE ? "" : code.replaceAll("\\s", "");
    }

    private boolean use(Account account, Proof kind, String code) {
        return factors.change(account.id(), before -> used(before, kind, code)).isPresent();
    }

    private Optional<Factors> used(Factors before, Proof kind, String code) {
        return switch (kind) {
            case TOTP ->
                    before.totp()
                            .flatMap(totp -> totp.taking(code, services.clock().instant()))
                            .map(totp -> before.withTotp(Optional.of(totp)));
            case RECOVERY_CODE ->
                    before.isOn()
                            ? before.codes().using(code).map(before::withCodes)
                            : Optional.empty();
            case PASSWORD, PASSKEY, KNOWN_DEVICE -> Optional.empty();
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.function.Supplier;
import org.pabal.smtp.SmtpClientConfig.Login;

/// What we prove ourselves with at a smarthost. Never logged but for the name.
public record RelayCredentials(String name, Secret secret) {

    public sealed interface Secret {
        record Password(String text) implements Secret {
            @Override
            public String toString() {
                return "password";
            }
        }

        /// An access token, which does not last.
        ///
        /// @param source read at each log-in; throws `UnavailableException` when it cannot be
        record Token(Supplier<String> source) implements Secret {
            @Override
            public String toString() {
                return "token";
            }
        }
    }

    public RelayCredentials(String name, String password) {
        this(name, new Secret.Password(password));
    }

    /// For one log-in, now.
    ///
    /// @throws org.pabal.message.UnavailableException when there is no token
    public Login login() {
        return switch (secret) {
            case Secret.Password(var text) -> new Login(name, text);
            case Secret.Token(var source) -> new Login(name, source.get(), Login.Kind.TOKEN);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.Locale;

/// Which of its passwords an account takes where mail is read and sent.
public enum LoginRule {
    ANY,

    /// The main password is for password change, webmail and administration only, so that none of
    /// the devices needs to know it.
    APP_PASSWORDS_ONLY;

    /// As on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether the main password is good at a service.
    public boolean takesMainPassword(LoginService service) {
        return switch (this) {
            case ANY -> true;
            case APP_PASSWORDS_ONLY ->
                    switch (service) {
                        case IMAP, POP3, SUBMISSION, SIEVE, LMTP, AUTH, HTTP -> false;
                        case LDAP, PASSWORD, WEB, ANY -> true;
                    };
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.Locale;

/// What a log-in is for: an app password may be good for some of these only.
public enum LoginService {
    IMAP,
    POP3,
    SUBMISSION,

    /// ManageSieve.
    SIEVE,

    LMTP,

    /// A bind at the LDAP view.
    LDAP,

    /// Password change (poppassd).
    PASSWORD,

    /// Asked by another program of the site: Dovecot's protocol, saslauthd's.
    AUTH,

    /// JMAP, by programs.
    HTTP,

    /// Signing in to the web pages.
    WEB,

    /// Nobody says.
    ANY;

    /// As in settings and on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

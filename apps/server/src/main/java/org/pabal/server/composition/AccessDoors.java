// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.cluster.HostService;
import org.pabal.sasl.LoginGuard;
import org.pabal.wire.TlsServerContext;

/// The doors by which people's programs reach their mail and their scripts, and other programs ask about
/// people and mail: IMAP, ManageSieve, POP3, and those of password, spam, authentication and LDAP
/// clients.
final class AccessDoors {
    private final Access imap;
    private final ManageSieve manageSieve;
    private final Pop3Access pop3;
    private final PasswordDoor passwords;
    private final SpamdDoor spamd;
    private final AuthDoor auth;
    private final LdapView ldap;

    AccessDoors(
            Ground here,
            LoginContexts logins,
            TlsServerContext tls,
            LoginGuard guard,
            Cluster cluster,
            ScriptParts scripts,
            JudgingParts judging,
            Transport transport)
            throws StartFailure {
        Foundation foundation = here.foundation();
        this.imap =
                new Access(
                        foundation,
                        here.settings(),
                        logins,
                        tls,
                        guard,
                        cluster.doors(HostService.IMAPS),
                        MailboxEvents.to(transport.filing().mailboxScripts()));
        this.manageSieve =
                new ManageSieve(
                        foundation,
                        here.settings(),
                        logins,
                        tls,
                        guard,
                        cluster.doors(HostService.SIEVE),
                        scripts.scripts());
        this.pop3 =
                new Pop3Access(
                        foundation,
                        here.settings(),
                        here.name(),
                        logins,
                        tls,
                        guard,
                        cluster.doors(HostService.POP3S));
        this.passwords = new PasswordDoor(foundation, here.settings(), here.name(), logins, guard);
        this.spamd =
                new SpamdDoor(
                        foundation,
                        here.settings(),
                        judging.spam().forOperations(),
                        judging.learning());
        this.auth = new AuthDoor(foundation, here.settings(), logins, guard);
        this.ldap =
                new LdapView(
                        here.data(), foundation, here.settings(), here.name(), logins, tls, guard);
    }

    void open(Listeners listeners) throws StartFailure {
        imap.open(listeners);
        manageSieve.open(listeners);
        pop3.open(listeners);
        passwords.open(listeners);
        spamd.open(listeners);
        auth.open(listeners);
        ldap.open(listeners);
    }
}

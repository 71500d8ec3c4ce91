// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.Set;
import java.util.regex.Pattern;
import org.pabal.directory.OwnAliases;

/// Which names people may give to addresses of their own.
final class OwnNames {
    /// Plain letters only: another alphabet has letters that look the same.
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9](?:[a-z0-9]|[._-](?![._-])){0,62}[a-z0-9]");

    private static final Pattern MARKS = Pattern.compile("[._-]");

    /// RFC 2142 and what certificate authorities, robots and readers believe, without marks between the
    /// letters.
    private static final Set<String> RESERVED =
            Set.of(
                    "abuse",
                    "account",
                    "accounts",
                    "admin",
                    "administrator",
                    "all",
                    "anonymous",
                    "anyone",
                    "autoconfig",
                    "autodiscover",
                    "bounce",
                    "bounces",
                    "contact",
                    "daemon",
                    "dmarc",
                    "donotreply",
                    "everyone",
                    "ftp",
                    "helpdesk",
                    "hostmaster",
                    "info",
                    "legal",
                    "list",
                    "listmaster",
                    "mail",
                    "mailerdaemon",
                    "mailmaster",
                    "majordomo",
                    "marketing",
                    "news",
                    "nobody",
                    "noc",
                    "noreply",
                    "notifications",
                    "operator",
                    "owner",
                    "pabal",
                    "postmaster",
                    "privacy",
                    "request",
                    "root",
                    "sales",
                    "security",
                    "ssladmin",
                    "ssladministrator",
                    "sslwebmaster",
                    "staff",
                    "support",
                    "sysadmin",
                    "tlsreports",
                    "tlsrpt",
                    "usenet",
                    "uucp",
                    "virus",
                    "webmaster",
                    "www");

    private OwnNames() {}

    /// @param localPart in lookup form
    static boolean isName(String localPart) {
        return localPart.length() >= OwnAliases.MIN_NAME
                && localPart.length() <= OwnAliases.MAX_NAME
                && NAME.matcher(localPart).matches();
    }

    /// RFC 2142 §2 to §6: roles, and the addresses of lists that others run.
    static boolean isReserved(String localPart) {
        return RESERVED.contains(MARKS.matcher(localPart).replaceAll(""))
                || localPart.endsWith("-request")
                || localPart.endsWith("-owner")
                || localPart.startsWith("owner-")
                || localPart.endsWith("-bounces");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.ArrayList;
import java.util.List;

/// What is announced, by state. A name stands here when it works whole. RFC 9051 §6.1.1.
public final class Capabilities {
    private static final List<String> ALWAYS =
            List.of("IMAP4rev1", "IMAP4rev2", "SASL-IR", "ENABLE", "ID");

    private static final List<String> AFTER_LOGIN =
            List.of(
                    "LITERAL+",
                    "ACL",
                    "BINARY",
                    "CATENATE",
                    "CHILDREN",
                    "CONDSTORE",
                    "CONTEXT=SEARCH",
                    "CONTEXT=SORT",
                    "CREATE-SPECIAL-USE",
                    "ESEARCH",
                    "ESORT",
                    "FILTERS",
                    "I18NLEVEL=1",
                    "IDLE",
                    "INPROGRESS",
                    "LIST-EXTENDED",
                    "LIST-METADATA",
                    "LIST-MYRIGHTS",
                    "LIST-STATUS",
                    "METADATA",
                    "MOVE",
                    "MULTIAPPEND",
                    "MULTISEARCH",
                    "NAMESPACE",
                    "NOTIFY",
                    "OBJECTID",
                    "PARTIAL",
                    "PREVIEW",
                    "QRESYNC",
                    "QUOTA",
                    "QUOTA=RES-MAILBOX",
                    "QUOTA=RES-MESSAGE",
                    "QUOTA=RES-STORAGE",
                    "QUOTASET",
                    "REPLACE",
                    "RIGHTS=kxte",
                    "SAVEDATE",
                    "SEARCHRES",
                    "SORT",
                    "SORT=DISPLAY",
                    "SPECIAL-USE",
                    "STATUS=SIZE",
                    "THREAD=ORDEREDSUBJECT",
                    "THREAD=REFERENCES",
                    "UIDONLY",
                    "UIDPLUS",
                    "UNAUTHENTICATE",
                    "UNSELECT",
                    "UTF8=ACCEPT",
                    "WITHIN");

    /// What Cyrus' cyradm asks for before it logs in, and never again.
    private static final List<String> ASKED_BEFORE_LOGIN =
            List.of("CREATE-SPECIAL-USE", "LIST-EXTENDED", "METADATA", "SPECIAL-USE");

    private Capabilities() {}

    /// As {@link #of}, for who asks by CAPABILITY.
    public static String asked(Client client) {
        return client.state() instanceof NotAuthenticated
                ? of(client) + " " + String.join(" ", ASKED_BEFORE_LOGIN)
                : of(client);
    }

    public static String of(Client client) {
        List<String> names = new ArrayList<>(ALWAYS);
        if (client.state() instanceof NotAuthenticated before) {
            addBeforeLogin(before, names);
        } else {
            names.addAll(AFTER_LOGIN);
            if (!client.connection().isCompressed()) {
                names.add("COMPRESS=DEFLATE"); // RFC 4978 §3
            }
            names.add("APPENDLIMIT=" + client.config().appendOctets());
        }
        return String.join(" ", names);
    }

    private static void addBeforeLogin(NotAuthenticated before, List<String> names) {
        names.add("LITERAL-");
        if (before.offersStartTls()) {
            names.add("STARTTLS");
        }
        if (!before.allowsLogin()) {
            names.add("LOGINDISABLED");
        }
        before.mechanisms().forEach(name -> names.add("AUTH=" + name));
    }
}

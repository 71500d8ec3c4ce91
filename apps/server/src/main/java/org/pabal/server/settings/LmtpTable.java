// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/// Who delivers by LMTP, `lmtp.*`, and who asks which log-in is right, `auth.*`.
public final class LmtpTable {
    static final Section SECTION = new Section();

    public static final Setting<List<String>> LMTP_TRUSTED_NETWORKS =
            SECTION.add(
                    "lmtp.trusted-networks",
                    Form.LIST,
                    "127.0.0.0/8,::1",
                    "Hosts that deliver by LMTP without a log-in: `[\"192.0.2.7\","
                            + " \"2001:db8::/64\"]`. What they say of a mail is believed.");
    public static final Setting<List<String>> LMTP_ACCOUNTS =
            SECTION.add(
                    "lmtp.accounts",
                    Form.LIST,
                    "",
                    "Accounts with which other hosts log in to deliver by LMTP, under TLS only:"
                            + " `[\"front@example.org\"]`.");
    public static final Setting<String> LMTP_SOCKET_GROUP =
            SECTION.add(
                    "lmtp.socket-group",
                    Form.TEXT,
                    "",
                    "The group of the sockets of `services.lmtp.address`, whose members may deliver,"
                            + " such as `postfix`; that of this program when not set.");
    public static final Setting<Set<PosixFilePermission>> LMTP_SOCKET_MODE =
            SECTION.add("lmtp.socket-mode", Form.MODE, "0660", "The permissions of these sockets.");
    public static final Setting<String> AUTH_SOCKET_GROUP =
            SECTION.add(
                    "auth.socket-group",
                    Form.TEXT,
                    "",
                    "The group of the sockets of `services.auth.address` and"
                            + " `services.saslauthd.address`, whose members may ask who may log in,"
                            + " such as `postfix` or `sasl`; that of this program when not set.");
    public static final Setting<Set<PosixFilePermission>> AUTH_SOCKET_MODE =
            SECTION.add("auth.socket-mode", Form.MODE, "0660", "The permissions of these sockets.");

    private LmtpTable() {}
}

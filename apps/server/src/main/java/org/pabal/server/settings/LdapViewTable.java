// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;

/// The view of people and groups that LDAP clients get: `ldap.*`.
public final class LdapViewTable {
    static final Section SECTION = new Section();

    public static final Setting<List<String>> LDAP_READERS =
            SECTION.add(
                    "ldap.readers",
                    Form.LIST,
                    "",
                    "Networks whose clients may read people and groups by LDAP without a bind:"
                            + " `[\"192.0.2.0/24\"]`. Quotas, roles and passwords are never shown to"
                            + " them.");
    public static final Setting<Duration> LDAP_IDLE_TIMEOUT =
            SECTION.add(
                    "ldap.idle-timeout",
                    Form.TIME,
                    "10m",
                    "How long an LDAP client that has bound may say nothing.");
    public static final Setting<Integer> LDAP_MAX_ENTRIES =
            SECTION.add(
                    "ldap.max-entries",
                    Form.COUNT,
                    "1000",
                    "The most entries that one search by LDAP gets, or one page of it.");
    public static final Setting<Duration> LDAP_MAX_TIME =
            SECTION.add(
                    "ldap.max-time",
                    Form.TIME,
                    "5s",
                    "How long one search by LDAP, or one page of it, may look.");
    public static final Setting<Integer> LDAP_UID_BASE =
            SECTION.add(
                    "ldap.uid-number-base",
                    Form.NUMBER,
                    "0",
                    "Makes accounts Unix accounts for LDAP clients: an account's uidNumber is this"
                            + " and the account's own number together. 0 for no Unix accounts.");
    public static final Setting<Integer> LDAP_GID =
            SECTION.add(
                    "ldap.gid-number",
                    Form.NUMBER,
                    "0",
                    "The gidNumber of all accounts; that of `ldap.uid-number-base` when it is 0.");
    public static final Setting<String> LDAP_HOME =
            SECTION.add(
                    "ldap.home-directory",
                    Form.TEXT,
                    "/home/{user}",
                    "The homeDirectory of Unix accounts; `{user}` and `{domain}` are those of the"
                            + " address.");
    public static final Setting<String> LDAP_SHELL =
            SECTION.add(
                    "ldap.login-shell",
                    Form.TEXT,
                    "/usr/sbin/nologin",
                    "The loginShell of Unix accounts.");

    private LdapViewTable() {}
}

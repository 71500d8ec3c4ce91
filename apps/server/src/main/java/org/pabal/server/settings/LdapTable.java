// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.ldap.connection.LdapServer;
import org.pabal.directory.ldap.mapping.DnTemplate;
import org.pabal.directory.ldap.mapping.FilterTemplate;
import org.pabal.directory.ldap.mapping.Profile;

/// The tables `[directories.NAME]` of type `ldap`: accounts in a directory that LDAP servers keep.
public final class LdapTable {
    public static final String TYPE = "ldap";

    public static final Setting<List<String>> SERVERS =
            new Setting<>(
                    "servers",
                    Form.LIST,
                    "",
                    "The servers: `[\"ldap://ldap1.example.org\", \"ldaps://ldap2.example.org\"]`.");
    public static final Setting<String> BALANCE =
            new Setting<>(
                    "balance",
                    Form.oneOf("order", "round-robin"),
                    "order",
                    "Which server is asked: the first that is up, or one after the other.");
    public static final Setting<String> TLS =
            new Setting<>(
                    "tls",
                    Form.oneOf("starttls", "off"),
                    "starttls",
                    "What is asked of `ldap://` servers. With `off` passwords can be read on the way;"
                            + " for a server on this host or in a tunnel.");
    public static final Setting<Optional<Path>> AUTHORITIES =
            new Setting<>(
                    "authorities",
                    Form.FILE,
                    "",
                    "The certificates (PEM) that servers' certificates must lead to; those that Java"
                            + " trusts when not set. The certificate must name the host in"
                            + " `servers`.");
    public static final Setting<String> BIND_DN =
            new Setting<>(
                    "bind-dn",
                    Form.TEXT,
                    "",
                    "Who searches: `cn=pabal,dc=example,dc=org`; anonymous when not set.");
    public static final Setting<Optional<Path>> BIND_PASSWORD_FILE =
            new Setting<>(
                    "bind-password-file",
                    Form.FILE,
                    "",
                    "A file with the password of `bind-dn` on its first line, mode 0600.");
    public static final Setting<String> MANAGER_DN =
            new Setting<>(
                    "manager-dn",
                    Form.TEXT,
                    "",
                    "Who writes passwords whose old one is not known, and hosts; `bind-dn` when not"
                            + " set.");
    public static final Setting<Optional<Path>> MANAGER_PASSWORD_FILE =
            new Setting<>(
                    "manager-password-file",
                    Form.FILE,
                    "",
                    "A file with the password of `manager-dn` on its first line, mode 0600.");
    public static final Setting<String> BASE =
            new Setting<>(
                    "base",
                    Form.TEXT,
                    "",
                    "Where the search begins: `ou=People,dc=example,dc=org`. `{domain}` stands for"
                            + " the domain, `dc={domain}` for one `dc` for each of its labels.");
    public static final Setting<String> SCOPE =
            new Setting<>(
                    "scope",
                    Form.oneOf("sub", "one"),
                    "sub",
                    "Whether all below the base is searched, or one level.");
    public static final Setting<String> PROFILE =
            new Setting<>(
                    "profile",
                    Form.oneOf(Profile.keys().toArray(String[]::new)),
                    "inetorgperson",
                    "Which schema the directory has: presets of the filters and attributes.");
    public static final Setting<Optional<String>> FILTER =
            new Setting<>(
                    "filter",
                    Form.OPTIONAL_TEXT,
                    "",
                    "A condition that each account meets besides, `pam_filter` of pam_ldap:"
                            + " `(employeeType=staff)`.");
    public static final Setting<Optional<String>> FIND_FILTER =
            new Setting<>(
                    "find-filter",
                    Form.OPTIONAL_TEXT,
                    "",
                    "What finds the account of an address, in the profile's place. `{address}`,"
                            + " `{local}`, `{domain}` stand for it and its parts, `{login}` for the"
                            + " local-part in the first domain and the address in others.");
    public static final Setting<Optional<String>> LOGIN_FILTER =
            new Setting<>(
                    "login-filter",
                    Form.OPTIONAL_TEXT,
                    "",
                    "What finds the account that logs in, likewise.");
    public static final Setting<Optional<String>> LIST_FILTER =
            new Setting<>(
                    "list-filter",
                    Form.OPTIONAL_TEXT,
                    "",
                    "What finds all accounts, in the profile's place.");
    public static final Setting<Optional<String>> GROUP_BASE =
            new Setting<>(
                    "group-base",
                    Form.OPTIONAL_TEXT,
                    "",
                    "Where groups are, with all that lies below: `ou=Groups,dc=example,dc=org`,"
                            + " likewise; in `base` when not set.");
    public static final Setting<Optional<String>> GROUP_FILTER =
            new Setting<>(
                    "group-filter",
                    Form.OPTIONAL_TEXT,
                    "",
                    "What finds the group of an address, in the place of the profile's groups.");
    public static final Setting<String> GROUP_MEMBERS =
            new Setting<>(
                    "group-members",
                    Form.oneOf("names", "addresses", "back-links"),
                    "names",
                    "How those of `group-filter` say who belongs to them, in the attributes"
                            + " `members`: by distinguished names or addresses; or the filter finds"
                            + " the members themselves.");
    public static final Setting<Optional<String>> RIGHTS_FILTER =
            new Setting<>(
                    "rights-filter",
                    Form.OPTIONAL_TEXT,
                    "",
                    "Which groups can be given rights on mailboxes (`group:team`):"
                            + " `(objectClass=groupOfNames)`; none when not set.");
    public static final Setting<List<String>> ATTRIBUTES =
            new Setting<>(
                    "attributes",
                    Form.LIST,
                    "",
                    "Other attributes than the profile's: `[\"quota=diskQuota\","
                            + " \"enabled=!nsAccountLock\", \"name=displayName\", \"host=\"]`, of"
                            + " mail, aliases, uid, name, language, quota, quota-messages, enabled,"
                            + " role, host, routing, key, password, members, member-uids, member-addresses and group-name.");
    public static final Setting<String> QUOTA_UNIT =
            new Setting<>(
                    "quota-unit",
                    Form.oneOf("octets", "KiB", "MiB", "GiB"),
                    "octets",
                    "What a quota without a unit counts.");
    public static final Setting<String> LOGIN =
            new Setting<>(
                    "login",
                    Form.oneOf("bind", "compare"),
                    "bind",
                    "Who judges passwords: the server, by a bind as the user; or this one, by the"
                            + " hash that `bind-dn` may read.");
    public static final Setting<String> PASSWORD_CHANGE =
            new Setting<>(
                    "password-change",
                    Form.oneOf(
                            "auto",
                            "extended",
                            "ssha512",
                            "ssha",
                            "argon2",
                            "clear",
                            "unicode-pwd",
                            "off"),
                    "auto",
                    "How passwords are changed: by the extended operation of RFC 3062; by writing a"
                            + " hash, or the password as it is for a server that hashes; by Active"
                            + " Directory's unicodePwd; or not. `auto` is what the profile's servers"
                            + " know.");
    public static final Setting<Boolean> WRITE_HOST =
            new Setting<>(
                    "write-host",
                    Form.SWITCH,
                    "false",
                    "Whether `pabal account move` may write the host of an account into its entry.");
    public static final Setting<String> REFERRALS =
            new Setting<>(
                    "referrals",
                    Form.oneOf("auto", "refuse", "ignore", "follow"),
                    "auto",
                    "What becomes of an answer that another server has: none for now (`refuse`), as"
                            + " if there were nothing (`ignore`), or it is asked if it is one of"
                            + " `servers` (`follow`). `auto` ignores those of Active Directory and"
                            + " refuses others.");
    public static final Setting<Duration> TIME_LIMIT =
            new Setting<>(
                    "time-limit",
                    Form.TIME,
                    "5s",
                    "How long a question may take in all; then it is put off.");
    public static final Setting<Duration> CONNECT_LIMIT =
            new Setting<>(
                    "connect-limit",
                    Form.TIME,
                    "2s",
                    "How long a connection may take; then the next server is tried.");
    public static final Setting<Integer> CONNECTIONS =
            new Setting<>(
                    "connections",
                    Form.COUNT,
                    "16",
                    "The most connections for searches, and as many for log-ins.");
    public static final Setting<Duration> MAX_AGE =
            new Setting<>(
                    "max-age", Form.TIME, "30m", "After what time a connection is made anew.");
    public static final Setting<Integer> PAGE_SIZE =
            new Setting<>(
                    "page-size",
                    Form.COUNT,
                    "500",
                    "How many entries are asked for at a time when all accounts are listed.");

    public static final List<Setting<?>> SETTINGS =
            List.of(
                    SERVERS,
                    BALANCE,
                    TLS,
                    AUTHORITIES,
                    BIND_DN,
                    BIND_PASSWORD_FILE,
                    MANAGER_DN,
                    MANAGER_PASSWORD_FILE,
                    BASE,
                    SCOPE,
                    PROFILE,
                    FILTER,
                    FIND_FILTER,
                    LOGIN_FILTER,
                    LIST_FILTER,
                    GROUP_BASE,
                    GROUP_FILTER,
                    GROUP_MEMBERS,
                    RIGHTS_FILTER,
                    ATTRIBUTES,
                    QUOTA_UNIT,
                    LOGIN,
                    PASSWORD_CHANGE,
                    WRITE_HOST,
                    REFERRALS,
                    TIME_LIMIT,
                    CONNECT_LIMIT,
                    CONNECTIONS,
                    MAX_AGE,
                    PAGE_SIZE);

    private LdapTable() {}

    static List<String> contradictions(NamedTable table) {
        List<String> problems = new ArrayList<>();
        if (table.get(SERVERS).isEmpty()) {
            problems.add("servers is not set; write [\"ldap://HOST\"]");
        }
        table.get(SERVERS)
                .forEach(server ->
                        check(
                                problems,
                                SERVERS,
                                () -> {
                                    var _ = LdapServer.parse(server);
                                }));
        if (table.get(BASE).isEmpty()) {
            problems.add("base is not set; write where the accounts are");
        }
        check(
                problems,
                BASE,
                () -> {
                    var _ = DnTemplate.parse(table.get(BASE));
                });
        table.get(GROUP_BASE)
                .ifPresent(text ->
                        check(
                                problems,
                                GROUP_BASE,
                                () -> {
                                    var _ = DnTemplate.parse(text);
                                }));
        for (Setting<Optional<String>> filter :
                List.of(
                        FILTER,
                        FIND_FILTER,
                        LOGIN_FILTER,
                        LIST_FILTER,
                        GROUP_FILTER,
                        RIGHTS_FILTER)) {
            table.get(filter)
                    .ifPresent(text ->
                            check(
                                    problems,
                                    filter,
                                    () -> {
                                        var _ = FilterTemplate.parse(text);
                                    }));
        }
        check(
                problems,
                ATTRIBUTES,
                () -> {
                    var _ = Profile.INETORGPERSON.mapping().withAttributes(table.get(ATTRIBUTES));
                });
        both(table, BIND_DN, BIND_PASSWORD_FILE, problems);
        both(table, MANAGER_DN, MANAGER_PASSWORD_FILE, problems);
        if (table.get(LOGIN).equals("compare") && table.get(BIND_DN).isEmpty()) {
            problems.add("login = \"compare\" needs bind-dn, who may read the hashes");
        }
        return problems;
    }

    private static void check(List<String> problems, Setting<?> setting, Runnable parsing) {
        try {
            parsing.run();
        } catch (IllegalArgumentException malformed) {
            problems.add(setting.key() + ": " + malformed.getMessage());
        }
    }

    private static void both(
            NamedTable table,
            Setting<String> dn,
            Setting<Optional<Path>> password,
            List<String> problems) {
        if (table.get(dn).isEmpty() == table.get(password).isPresent()) {
            problems.add("set both " + dn.key() + " and " + password.key() + ", or neither");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// OpenLDAP's clients and server, and Postfix, with our accounts as their directory.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LdapViewTest {
    private static final Path SCHEMA = Path.of("../../docs/ldap/pabal.schema").toAbsolutePath();
    private static final String BASE = "dc=pabal,dc=test";
    private static final String BOB = "uid=bob,ou=People," + BASE;

    @TempDir private static Path folder;
    private PabalProcess server;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(Run.has("ldapsearch"), "ldap-utils are not installed");
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [services.ldap]
                        enabled = true
                        [services.ldaps]
                        enabled = true
                        [ldap]
                        readers = ["127.0.0.0/8"]
                        uid-number-base = 10000
                        """);
        server = PabalProcess.at(data).with("pabal.test", "bob", "alice", "carol").start();
        server.pabal("", "alias", "add", "robert@pabal.test", "bob@pabal.test").mustSucceed();
        server.pabal("", "alias", "add", "team@pabal.test", "bob@pabal.test", "x@elsewhere.test")
                .mustSucceed();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private String url() {
        return "ldap://127.0.0.1:" + server.port(389);
    }

    /// One of OpenLDAP's programs, over StartTLS.
    private Run.Result ldap(String program, String who, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("env", "LDAPTLS_REQCERT=never", program, "-x", "-ZZ", "-H", url()));
        if (!who.isEmpty()) {
            command.addAll(List.of("-D", who, "-w", who.replaceAll("uid=|[,@].*", "") + "-secret"));
        }
        command.addAll(List.of(arguments));
        return Run.command(command).run();
    }

    @Test
    void openLdapsClientsBindSearchCompare() throws Exception {
        assertThat(ldap("ldapwhoami", BOB).mustSucceed().output()).contains("dn:" + BOB);
        assertThat(ldap("ldapwhoami", "bob@pabal.test").mustSucceed().output())
                .contains("dn:" + BOB);
        String found =
                ldap(
                                "ldapsearch",
                                BOB,
                                "-LLL",
                                "-b",
                                BASE,
                                "-E",
                                "pr=1/noprompt",
                                "(&(objectClass=posixAccount)(|(mailLocalAddress=robert@pabal.test)"
                                        + "(cn=al*)))",
                                "uid",
                                "uidNumber",
                                "pabalStatus")
                        .mustSucceed()
                        .output();
        assertThat(found).contains("uid: bob", "uidNumber: 10001", "uid: alice", "pabalStatus");
        assertThat(ldap("ldapcompare", BOB, BOB, "mail:bob@pabal.test").output()).contains("TRUE");
        assertThat(ldap("ldapcompare", BOB, BOB, "mail:x@pabal.test").output()).contains("FALSE");
        assertThat(ldap("ldapwhoami", "uid=nobody,ou=People," + BASE).exitCode()).isEqualTo(49);
        Run.Result clear =
                Run.command("ldapwhoami", "-x", "-H", url(), "-D", BOB, "-w", "bob-secret").run();
        assertThat(clear.exitCode()).isEqualTo(13);
        Run.Result tls =
                Run.command(
                                "env",
                                "LDAPTLS_REQCERT=never",
                                "ldapwhoami",
                                "-x",
                                "-H",
                                "ldaps://127.0.0.1:" + server.port(636),
                                "-D",
                                BOB,
                                "-w",
                                "bob-secret")
                        .run();
        assertThat(tls.mustSucceed().output()).contains("dn:" + BOB);
        assertThat(ldap("ldapdelete", BOB, BOB).exitCode()).isEqualTo(50);
    }

    @Test
    void ldappasswdChangesThePasswordForEveryDoor() throws Exception {
        String carol = "uid=carol,ou=People," + BASE;
        assertThat(ldap("ldappasswd", carol, "-s", "a better horse").output()).contains("(53)");
        assertThat(ldap("ldappasswd", carol, "-a", "wrong", "-s", "a better horse").output())
                .contains("(49)");
        ldap("ldappasswd", carol, "-a", "carol-secret", "-s", "carol-secret-2").mustSucceed();
        assertThat(ldap("ldapwhoami", carol).exitCode()).isEqualTo(49);
        try (LineClient imap = LineClient.connectTls(server.port(993))) {
            imap.line();
            assertThat(imap.command("LOGIN carol@pabal.test carol-secret-2")).startsWith("t OK");
        }
    }

    @Test
    void postfixLooksAddressesUp() throws Exception {
        assumeTrue(Run.has("postmap"), "postfix is not installed");
        assumeTrue(
                Files.exists(Path.of("/usr/lib/postfix/postfix-ldap.so")),
                "postfix-ldap is not installed");
        Path accounts =
                Files.writeString(
                        folder.resolve("accounts.cf"),
                        "server_host = "
                                + url()
                                + "\nversion = 3\nbind = no\nsearch_base = "
                                + BASE
                                + "\nquery_filter = (mailLocalAddress=%s)\nresult_attribute ="
                                + " mail\n");
        Path groups =
                Files.writeString(
                        folder.resolve("groups.cf"),
                        "server_host = "
                                + url()
                                + "\nversion = 3\nbind = no\nsearch_base = "
                                + BASE
                                + "\nquery_filter = (&(objectClass=pabalGroup)(mail=%s))\n"
                                + "result_attribute = rfc822MailMember\n");
        assertThat(postmap("robert@pabal.test", accounts)).isEqualTo("bob@pabal.test");
        assertThat(postmap("bob@pabal.test", accounts)).isEqualTo("bob@pabal.test");
        assertThat(postmap("nobody@pabal.test", accounts)).isEmpty();
        assertThat(postmap("team@pabal.test", groups)).isEqualTo("bob@pabal.test,x@elsewhere.test");
    }

    private static String postmap(String key, Path map) throws Exception {
        return Run.command("postmap", "-q", key, "ldap:" + map).run().output().strip();
    }

    /// An import, an export, OpenLDAP's check of it, and an import of that into a server that knows
    /// nothing.
    @Test
    void whatIsExportedIsTakenByOpenLdapAndByAnotherServer(@TempDir Path other) throws Exception {
        assumeTrue(Run.has("slapadd"), "slapd is not installed");
        Path brief =
                Files.writeString(
                        other.resolve("init.ldif"),
                        """
                        dn: uid=hurd,ou=People,dc=sds,dc=co.kr
                        objectClass: top
                        objectClass: account
                        objectClass: posixAccount
                        objectClass: shadowAccount
                        objectClass: xMail
                        uid: hurd
                        cn:: 7LWc7JiB67SJ
                        userPassword:: e1NIQX1tOE5GU2RWbDJWQmJLSDNnelNDc2Q3NGRQeXc9Cg==
                        uidNumber: 1005
                        gidNumber: 100
                        homeDirectory: /no/shell
                        maildrop: hurd@imap.sds.co.kr
                        mailacceptinggeneralid: hurd
                        mailacceptinggeneralid: youngbong

                        dn: cn=staff,ou=Groups,dc=sds,dc=co.kr
                        objectClass: nisMailAlias
                        cn: staff
                        rfc822MailMember: hurd
                        rfc822MailMember: x@elsewhere.test
                        """);
        Run.Result imported =
                server.pabal("", "import", "ldif", brief.toString(), "--add-domains").mustSucceed();
        assertThat(imported.output()).contains("1 accounts, 2 aliases");
        assertThat(server.pabal("", "import", "ldif", brief.toString()).mustSucceed().output())
                .contains("0 accounts, 0 aliases", "Here already: 3");
        try (LineClient imap = LineClient.connectTls(server.port(993))) {
            imap.line();
            assertThat(imap.command("LOGIN hurd@sds.co.kr test1234")).startsWith("t OK");
        }
        Path first = other.resolve("first.ldif");
        export(server, first);
        slapadd(other, first);

        Path data = PabalProcess.data(other, "");
        try (PabalProcess fresh = PabalProcess.at(data)) {
            fresh.pabal("", "import", "ldif", first.toString(), "--add-domains").mustSucceed();
            Path second = other.resolve("second.ldif");
            export(fresh, second);
            assertThat(withoutNumbers(second)).isEqualTo(withoutNumbers(first));
        }
    }

    private static void export(PabalProcess from, Path file) throws Exception {
        from.pabal(
                        "",
                        "export",
                        "ldif",
                        "--domain",
                        "sds.co.kr",
                        "--with-passwords",
                        "--output",
                        file.toString())
                .mustSucceed();
    }

    private static void slapadd(Path folder, Path ldif) throws Exception {
        Path database = Files.createDirectory(folder.resolve("slapd"));
        StringBuilder configuration =
                new StringBuilder("modulepath /usr/lib/ldap\nmoduleload back_mdb\n");
        for (String schema : new String[] {"core", "cosine", "inetorgperson", "nis", "misc"}) {
            configuration.append("include /etc/ldap/schema/").append(schema).append(".schema\n");
        }
        configuration.append("include ").append(SCHEMA.normalize()).append('\n');
        configuration.append("database mdb\nsuffix dc=sds,dc=co,dc=kr\ndirectory ");
        configuration.append(database).append('\n');
        Path file = folder.resolve("slapd.conf");
        Files.writeString(file, configuration, StandardCharsets.UTF_8);
        Run.command("/usr/sbin/slapadd", "-f", file.toString(), "-l", ldif.toString())
                .run()
                .mustSucceed();
    }

    /// Accounts have other numbers elsewhere.
    private static List<String> withoutNumbers(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("uidNumber:"))
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.testkit.Slapd;

/// Rights on mailboxes for groups that live in OpenLDAP: of names and of Unix users, by IMAP and by
/// JMAP, while members come and go and while slapd is down.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LdapGroupsTest {
    private static final String SUFFIX = "dc=uni,dc=test";

    @TempDir private static Path folder;
    private Slapd slapd;
    private PabalProcess server;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(Slapd.isInstalled() && Run.has("ldapmodify"), "OpenLDAP is not installed");
        slapd = Slapd.start(folder.resolve("slapd"), Slapd.Setup.of(SUFFIX, ldif()));
        String settings =
                """
                [directories.uni]
                type = "ldap"
                domains = ["uni.test"]
                servers = ["%s"]
                tls = "off"
                base = "ou=People,dc=uni,dc=test"
                profile = "inetorgperson"
                group-base = "ou=Groups,dc=uni,dc=test"
                rights-filter = "(|(objectClass=groupOfNames)(objectClass=posixGroup))"
                """
                        .formatted(slapd.url());
        server = PabalProcess.at(PabalProcess.data(folder, settings)).start();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (slapd != null) {
            slapd.close();
        }
    }

    private static String ldif() {
        StringBuilder ldif =
                new StringBuilder(
                        """
                        dn: dc=uni,dc=test
                        objectClass: dcObject
                        objectClass: organization
                        dc: uni
                        o: University

                        dn: ou=People,dc=uni,dc=test
                        objectClass: organizationalUnit
                        ou: People

                        dn: ou=Groups,dc=uni,dc=test
                        objectClass: organizationalUnit
                        ou: Groups

                        dn: cn=lawyers,ou=Groups,dc=uni,dc=test
                        objectClass: groupOfNames
                        cn: lawyers
                        member: cn=professors,ou=Groups,dc=uni,dc=test

                        dn: cn=professors,ou=Groups,dc=uni,dc=test
                        objectClass: groupOfNames
                        cn: professors
                        member: uid=bob,ou=People,dc=uni,dc=test
                        member: cn=lawyers,ou=Groups,dc=uni,dc=test

                        dn: cn=wheel,ou=Groups,dc=uni,dc=test
                        objectClass: posixGroup
                        cn: wheel
                        gidNumber: 10
                        memberUid: bob

                        dn: cn=library,ou=Groups,dc=uni,dc=test
                        objectClass: posixGroup
                        cn: library
                        gidNumber: 11
                        memberUid: bob

                        """);
        for (String uid : new String[] {"ann", "bob", "carol"}) {
            ldif.append(
                    """
                    dn: uid=%1$s,ou=People,dc=uni,dc=test
                    objectClass: inetOrgPerson
                    uid: %1$s
                    cn: %1$s
                    sn: %1$s
                    mail: %1$s@uni.test
                    userPassword: %1$s-secret

                    """
                            .formatted(uid));
        }
        return ldif.toString();
    }

    /// Changes an entry behind the server's back, and has it ask anew.
    private void modify(String group, String change) throws Exception {
        String lines = "dn: cn=" + group + ",ou=Groups," + SUFFIX + "\n" + change + "\n";
        Run.command(
                        "ldapmodify",
                        "-x",
                        "-H",
                        slapd.url(),
                        "-D",
                        slapd.manager(),
                        "-w",
                        Slapd.MANAGER_PASSWORD)
                .input(lines.getBytes(StandardCharsets.UTF_8))
                .run()
                .mustSucceed();
        flush();
    }

    private void flush() throws Exception {
        server.pabal("", "directory", "flush").mustSucceed();
    }

    private LineClient logIn(String user) throws Exception {
        LineClient client = LineClient.connectTls(server.port(993));
        client.line();
        assertThat(client.command("LOGIN " + user + "@uni.test " + user + "-secret"))
                .contains("t OK");
        return client;
    }

    @Test
    void membersSeeWhatIsSharedWithTheirGroupAsLongAsTheyAreMembers() throws Exception {
        try (LineClient ann = logIn("ann");
                LineClient reading = logIn("bob")) {
            assertThat(ann.command("CREATE Cases")).contains("t OK");
            assertThat(ann.command("SETACL Cases group:nobody lr")).contains("t NO");
            assertThat(ann.command("SETACL Cases group:lawyers lr")).contains("t OK");
            assertThat(ann.command("GETACL Cases")).contains("group:lawyers@uni.test lr");
            assertThat(list("bob")).contains("Other Users/ann/Cases");
            assertThat(list("carol")).doesNotContain("Cases");
            assertThat(reading.command("SELECT \"Other Users/ann/Cases\"")).contains("t OK");

            modify(
                    "professors",
                    """
                    changetype: modify
                    delete: member
                    member: uid=bob,ou=People,dc=uni,dc=test
                    -
                    add: member
                    member: UID=Carol, OU=People, DC=uni, DC=test
                    """);
            reading.send("t NOOP");
            assertThat(reading.line()).startsWith("* BYE");
            assertThat(list("bob")).doesNotContain("Cases");
            assertThat(list("carol")).contains("Other Users/ann/Cases");

            modify("lawyers", "changetype: modrdn\nnewrdn: cn=jurists\ndeleteoldrdn: 1\n");
            assertThat(list("carol")).contains("Other Users/ann/Cases");
            assertThat(ann.command("GETACL Cases")).contains("group:jurists@uni.test lr");
            assertThat(ann.command("DELETEACL Cases group:jurists")).contains("t OK");
            assertThat(list("carol")).doesNotContain("Cases");
        }
    }

    private String list(String user) throws Exception {
        try (LineClient client = logIn(user)) {
            return client.command("LIST \"\" *");
        }
    }

    @Test
    void aDirectoryThatIsDownTakesNothingOfOnesOwnAndGivesNobodyMore() throws Exception {
        try (LineClient ann = logIn("ann");
                LineClient bob = logIn("bob");
                LineClient carol = logIn("carol")) {
            ann.command("CREATE Root");
            assertThat(ann.command("SETACL Root $wheel lr")).contains("t OK");
            ann.command("CREATE Kept");
            assertThat(ann.command("SETACL Kept carol@uni.test lr")).contains("t OK");
            assertThat(ann.command("SETACL Kept -group:wheel r")).contains("t OK");
            assertThat(bob.command("LIST \"\" *")).contains("Other Users/ann/Root");
            assertThat(carol.command("SELECT \"Other Users/ann/Kept\"")).contains("t OK");
            slapd.kill();
            assertThat(bob.command("SELECT \"Other Users/ann/Root\"")).contains("t OK");
            flush();
            assertThat(bob.command("SELECT \"Other Users/ann/Root\"")).contains("t NO");
            assertThat(carol.command("SELECT \"Other Users/ann/Kept\"")).contains("t NO");
            assertThat(bob.command("SELECT INBOX")).contains("t OK");
            assertThat(bob.command("LIST \"\" *")).contains("INBOX");
            assertThat(ann.command("SELECT Root")).contains("t OK");
            assertThat(ann.command("GETACL Root")).contains("group:wheel@uni.test lr");
            assertThat(ann.command("SETACL Root group:library lr")).contains("[UNAVAILABLE]");
            slapd.restart();
            flush();
            assertThat(bob.command("SELECT \"Other Users/ann/Root\"")).contains("t OK");
            assertThat(carol.command("SELECT \"Other Users/ann/Kept\"")).contains("t OK");
        } finally {
            slapd.restart();
        }
        assertThat(server.log()).contains("event=members-unknown");
    }

    @Test
    void jmapFindsGroupsAndSharesWithThem() throws Exception {
        String session = curl("carol", "/jmap/session");
        String account =
                match("\"name\":\"carol@uni.test\"", session, "\"(A\\d+)\":\\{\"name\":\"carol");
        String found =
                call(
                        "carol",
                        "[\"Principal/query\",{\"accountId\":\""
                                + account
                                + "\",\"filter\":{\"type\":\"group\",\"name\":\"library\"}},\"q\"],"
                                + "[\"Principal/get\",{\"accountId\":\""
                                + account
                                + "\",\"#ids\":{\"resultOf\":\"q\",\"name\":\"Principal/query\","
                                + "\"path\":\"/ids\"}},\"g\"]");
        String group = match("library@uni.test", found, "\"id\":\"(G\\d+)\"");
        assertThat(found).contains("\"type\":\"group\"", "\"email\":null");
        String shared =
                call(
                        "carol",
                        "[\"Mailbox/set\",{\"accountId\":\""
                                + account
                                + "\",\"create\":{\"b\":{\"name\":\"Books\",\"shareWith\":{\""
                                + group
                                + "\":{\"mayReadItems\":true,\"maySetSeen\":true}}}}},\"s\"]");
        assertThat(shared).contains("\"created\"").doesNotContain("notCreated\":{");
        try (LineClient bob = logIn("bob")) {
            assertThat(bob.command("LIST \"\" *")).contains("Other Users/carol/Books");
        }
        assertThat(curl("bob", "/jmap/session")).contains("carol@uni.test");
        modify("library", "changetype: modify\ndelete: memberUid\nmemberUid: bob\n");
        assertThat(curl("bob", "/jmap/session")).doesNotContain("carol@uni.test");
        modify("library", "changetype: modify\nadd: memberUid\nmemberUid: bob\n");
        assertThat(curl("bob", "/jmap/session")).contains("carol@uni.test");
    }

    private String call(String user, String calls) throws Exception {
        return curl(
                user,
                "/jmap/api",
                "--header",
                "Content-Type: application/json",
                "--data",
                "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\","
                        + "\"urn:ietf:params:jmap:principals\"],\"methodCalls\":["
                        + calls
                        + "]}");
    }

    private String curl(String user, String path, String... more) throws Exception {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("curl", "--silent", "--show-error", "--insecure", "--user"));
        command.add(user + "@uni.test:" + user + "-secret");
        command.addAll(List.of(more));
        command.add("https://127.0.0.1:" + server.port(443) + path);
        return Run.command(command).run().mustSucceed().output();
    }

    private static String match(String holds, String text, String pattern) {
        assertThat(text).contains(holds);
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.ldap.LdapConfig.LogIn;
import org.pabal.directory.ldap.LdapConfig.PasswordChange;
import org.pabal.directory.ldap.mapping.FilterTemplate;
import org.pabal.directory.ldap.mapping.Profile;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.SourceChange;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.testkit.Slapd;

/// The brief's directory, in a real slapd: schema, access rules and LDIF as its migration makes them.
class XmailTest {
    private static final String BASE = "ou=People,dc=mydomain,dc=com";

    @TempDir private static Path folder;

    private static Slapd slapd;
    private static LdapSource source;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Slapd.isInstalled(), "slapd is not installed");
        slapd = Slapd.start(folder.resolve("slapd"), Slapd.Setup.of("dc=mydomain,dc=com", ldif()));
        source = Sources.open(config());
    }

    @AfterAll
    static void stop() {
        if (slapd != null) {
            source.close();
            slapd.close();
        }
    }

    private static LdapConfig config() {
        return Sources.config(BASE, Profile.XMAIL, "mydomain.com", slapd.url());
    }

    private static String ldif() {
        StringBuilder hundred = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            hundred.append("maildrop: many").append(i).append("@example.net\n");
        }
        return """
        dn: dc=mydomain,dc=com
        objectClass: dcObject
        objectClass: organization
        dc: mydomain
        o: Coredump Organization

        dn: ou=People,dc=mydomain,dc=com
        ou: People
        objectClass: top
        objectClass: organizationalUnit

        """
                + person("hurd", "maildrop: hurd@imap.mydomain.com\n", "hurd", "bar")
                + person("cyrus", "maildrop: hurd@imap.mydomain.com\n", "cyrus")
                + person("here", "maildrop: here@mydomain.com\n", "here", "other@mydomain.com")
                + person("box", "maildrop: alias@imap.mydomain.com\n", "alias")
                + person("gone", "maildrop: gone@example.net\nmaildrop: 2@example.com\n", "gone")
                + person("both", "maildrop: both@mydomain.com\nmaildrop: b@example.com\n", "both")
                + person("pipe", "maildrop: |/bin/sh -c id\n", "pipe")
                + person("file", "maildrop: /var/mail/root\n", "file")
                + person("include", "maildrop: :include:/etc/passwd\n", "include")
                + person("quoted", "maildrop: \"|/bin/sh\"@example.net\n", "quoted")
                + person("half", "maildrop: |/bin/sh\nmaildrop: ok@example.net\n", "half")
                + person("none", "", "none")
                + person("many", hundred.toString(), "many")
                + person("twin1", "maildrop: twin1@mydomain.com\n", "twin")
                + person("twin2", "maildrop: twin2@mydomain.com\n", "twin")
                + person("old", "maildrop: old@mydomain.com\nshadowExpire: 10\n", "old");
    }

    /// As the brief's migrate_passwd.pl prints it; the password is `test1234` by its mksha.
    private static String person(String uid, String lines, String... accepted) {
        StringBuilder names = new StringBuilder();
        for (String name : accepted) {
            names.append("mailacceptinggeneralid: ").append(name).append('\n');
        }
        return """
        dn: uid=%1$s,ou=People,dc=mydomain,dc=com
        objectClass: top
        objectClass: account
        objectClass: posixAccount
        objectClass: shadowAccount
        objectClass: xMail
        uid: %1$s
        cn: %1$s
        userPassword: {SHA}m8NFSdVl2VBbKH3gzSCsd74dPyw=
        loginShell: /bin/bash
        uidNumber: 1005
        gidNumber: 100
        homeDirectory: /no/shell
        """
                        .formatted(uid)
                + lines
                + names
                + "\n";
    }

    private static SourceAccount known(String address) {
        assertThat(source.find(Address.of(address))).isInstanceOf(SourceAnswer.Known.class);
        return ((SourceAnswer.Known) source.find(Address.of(address))).account();
    }

    @Test
    void aMaildropAtADeclaredHostIsAnAccountThere() {
        SourceAccount hurd = known("hurd@mydomain.com");
        assertThat(hurd.address()).isEqualTo(Address.of("hurd@mydomain.com"));
        assertThat(hurd.host()).contains("imap.mydomain.com");
        assertThat(hurd.enabled()).isTrue();
        assertThat(hurd.locator()).isEqualTo("uid=hurd,ou=People,dc=mydomain,dc=com");
        assertThat(hurd.key()).matches("[0-9a-f-]{36}");
    }

    @Test
    void everyAcceptedNameIsTheSameAccount() {
        assertThat(known("bar@mydomain.com")).isEqualTo(known("hurd@mydomain.com"));
        assertThat(known("other@mydomain.com")).isEqualTo(known("here@mydomain.com"));
        assertThat(known("here@mydomain.com").host()).isEmpty();
    }

    @Test
    void aMailboxOfAnotherNameOfTheEntryIsItsOwn() {
        SourceAccount box = known("alias@mydomain.com");
        assertThat(box.address()).isEqualTo(Address.of("box@mydomain.com"));
        assertThat(box.host()).contains("imap.mydomain.com");
    }

    @Test
    void aMailboxOfSomebodyElseIsAnAlias() {
        assertThat(source.find(Address.of("cyrus@mydomain.com")))
                .isEqualTo(new SourceAnswer.Alias(List.of(Address.of("hurd@mydomain.com"))));
        SourceAccount cyrus = source.findByLogin(Address.of("cyrus@mydomain.com")).orElseThrow();
        assertThat(cyrus.address()).isEqualTo(Address.of("cyrus@mydomain.com"));
        assertThat(cyrus.host()).contains("imap.mydomain.com");
    }

    @Test
    void aMaildropElsewhereIsAnAlias() {
        assertThat(source.find(Address.of("gone@mydomain.com")))
                .isEqualTo(
                        new SourceAnswer.Alias(
                                List.of(
                                        Address.of("gone@example.net"),
                                        Address.of("2@example.com"))));
    }

    /// THREATS L02
    @Test
    void onlyPlainAddressesCount() {
        for (String name : List.of("pipe", "file", "include", "quoted", "many", "none", "both")) {
            assertThatThrownBy(() -> source.find(Address.of(name + "@mydomain.com")))
                    .as(name)
                    .isInstanceOf(UnusableEntryException.class)
                    .hasMessageContaining("uid=" + name);
        }
        assertThat(source.find(Address.of("half@mydomain.com")))
                .isEqualTo(new SourceAnswer.Alias(List.of(Address.of("ok@example.net"))));
    }

    /// THREATS L03
    @Test
    void anAddressOfTwoEntriesHasNoAnswer() {
        assertThatThrownBy(() -> source.find(Address.of("twin@mydomain.com")))
                .isInstanceOf(UnusableEntryException.class)
                .hasMessageContaining("uid=twin1")
                .hasMessageContaining("uid=twin2");
    }

    /// THREATS L01, A12
    @Test
    void namesAreValuesAndNeverFilters() {
        for (String name :
                List.of("*", "h*", "*)(uid=*", "*)(|(uid=*", "\\2a", "hurd)(objectClass=*", "%s")) {
            Address hostile = new Address(name, Address.of("x@mydomain.com").domain());
            assertThat(source.find(hostile)).as(name).isEqualTo(new SourceAnswer.Unknown());
            assertThat(source.findByLogin(hostile)).as(name).isEmpty();
        }
        assertThat(source.find(Address.of("nobody@mydomain.com")))
                .isEqualTo(new SourceAnswer.Unknown());
    }

    @Test
    void passwordsAreTriedByBind() {
        verifies(source);
    }

    @Test
    void passwordsAreComparedWhereTheirHashMayBeRead() {
        try (LdapSource comparing =
                Sources.open(Sources.managed(Sources.with(config(), LogIn.COMPARE), slapd))) {
            verifies(comparing);
        }
        try (LdapSource blind = Sources.open(Sources.with(config(), LogIn.COMPARE))) {
            Optional<SourceAccount> hurd = blind.findByLogin(Address.of("hurd@mydomain.com"));
            assertThatThrownBy(() -> blind.verify(hurd, "test1234"))
                    .isInstanceOf(UnusableEntryException.class)
                    .hasMessageContaining("right to read it");
        }
    }

    private static void verifies(LdapSource source) {
        Optional<SourceAccount> hurd = source.findByLogin(Address.of("hurd@mydomain.com"));
        assertThat(hurd).isPresent();
        assertThat(source.verify(hurd, "test1234")).isTrue();
        assertThat(source.verify(hurd, "test12345")).isFalse();
        assertThat(source.verify(hurd, "")).isFalse(); // THREATS A01: slapd would say yes
        assertThat(source.verify(Optional.empty(), "test1234")).isFalse();
        assertThat(source.findByLogin(Address.of("nobody@mydomain.com"))).isEmpty();
        // The schema makes an accepted name a kind of uid, and so it logs in, as with pam_ldap.
        assertThat(source.findByLogin(Address.of("bar@mydomain.com"))).isEqualTo(hurd);
    }

    @Test
    void anExpiredShadowAccountIsDisabled() {
        assertThat(known("old@mydomain.com").enabled()).isFalse();
    }

    /// The brief's `pam_filter`.
    @Test
    void aConditionHoldsForAll() {
        var filter = FilterTemplate.parse("(!(loginShell=/bin/bash))");
        LdapConfig narrow = Sources.with(config(), Profile.XMAIL.mapping().restrictedTo(filter));
        try (LdapSource nobody = Sources.open(narrow)) {
            assertThat(nobody.find(Address.of("hurd@mydomain.com")))
                    .isEqualTo(new SourceAnswer.Unknown());
            assertThat(nobody.findByLogin(Address.of("hurd@mydomain.com"))).isEmpty();
        }
    }

    @Test
    void allAreListedButThoseThatCannotBeUsed() {
        List<String> listed = new ArrayList<>();
        source.list(page -> {
            page.forEach(account -> listed.add(account.address().localPart()));
            return true;
        });
        assertThat(listed).contains("hurd", "cyrus", "none").hasSize(16);
    }

    @Test
    void hostsAreWrittenIntoTheMaildrop() {
        try (LdapSource writer =
                Sources.open(
                        Sources.managed(Sources.with(config(), PasswordChange.EXTENDED), slapd))) {
            SourceAccount here = known("here@mydomain.com");
            assertThat(writer.changeHost(here, Optional.of("imap.mydomain.com")))
                    .isEqualTo(new SourceChange.Done());
            assertThat(known("here@mydomain.com").host()).contains("imap.mydomain.com");
            assertThat(writer.changeHost(here, Optional.empty()))
                    .isEqualTo(new SourceChange.Done());
            assertThat(known("here@mydomain.com").host()).isEmpty();
        }
        assertThat(source.changeHost(known("here@mydomain.com"), Optional.of("imap")))
                .isInstanceOf(SourceChange.Refused.class);
    }
}

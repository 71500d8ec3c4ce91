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
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Language;
import org.pabal.directory.ldap.LdapConfig.PasswordChange;
import org.pabal.directory.ldap.mapping.Profile;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.SourceChange;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.testkit.Slapd;

/// Profiles that slapd has schemas for: people, Unix users, postfix-book; groups of each kind.
class ProfilesTest {
    private static final String SUFFIX = "dc=example,dc=org";

    @TempDir private static Path folder;

    private static Slapd slapd;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Slapd.isInstalled(), "slapd is not installed");
        slapd = Slapd.start(folder.resolve("slapd"), Slapd.Setup.of(SUFFIX, ldif()));
    }

    @AfterAll
    static void stop() {
        if (slapd != null) {
            slapd.close();
        }
    }

    private static String ldif() {
        StringBuilder crowd = new StringBuilder();
        for (int i = 0; i <= 1_000; i++) {
            crowd.append("rfc822MailMember: m").append(i).append("@example.net\n");
        }
        return """
        dn: dc=example,dc=org
        objectClass: dcObject
        objectClass: organization
        dc: example
        o: Example

        dn: ou=People,dc=example,dc=org
        objectClass: organizationalUnit
        ou: People

        dn: uid=bob,ou=People,dc=example,dc=org
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        uid: bob
        cn: Bob Example
        sn: Example
        displayName: Bob
        mail: Bob@example.org
        mailLocalAddress: robert@example.org
        mailHost: IMAP
        preferredLanguage: ko-KR
        userPassword: bob's secret

        dn: uid=ann,ou=People,dc=example,dc=org
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        uid: ann
        cn: Ann
        sn: Ann
        mail: ann@example.org
        mailRoutingAddress: ann@elsewhere.example
        userPassword: ann's secret

        dn: uid=lost,ou=People,dc=example,dc=org
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        uid: lost
        cn: lost
        sn: lost
        mail: lost@example.org
        mailHost: nobody-knows.example.org

        dn: uid=plain,ou=People,dc=example,dc=org
        objectClass: inetOrgPerson
        uid: plain
        cn:: 7ZWc6riA
        sn: plain
        mail: plain@example.org

        dn: cn=idn,ou=People,dc=example,dc=org
        objectClass: inetOrgPerson
        cn: idn
        sn: idn
        mail: idn@xn--vv4b11d.kr

        dn: cn=team,ou=People,dc=example,dc=org
        objectClass: groupOfNames
        objectClass: inetLocalMailRecipient
        cn: team
        mailLocalAddress: team@example.org
        member: uid=bob,ou=People,dc=example,dc=org
        member: uid=away,ou=People,dc=example,dc=org
        member: cn=inner,ou=People,dc=example,dc=org

        dn: cn=inner,ou=People,dc=example,dc=org
        objectClass: groupOfNames
        cn: inner
        member: uid=plain,ou=People,dc=example,dc=org
        member: cn=team,ou=People,dc=example,dc=org

        dn: cn=empty,ou=People,dc=example,dc=org
        objectClass: groupOfNames
        objectClass: inetLocalMailRecipient
        cn: empty
        mailLocalAddress: empty@example.org
        member: uid=away,ou=People,dc=example,dc=org

        dn: cn=list,ou=People,dc=example,dc=org
        objectClass: nisMailAlias
        cn: list
        rfc822MailMember: bob
        rfc822MailMember: out@example.net
        rfc822MailMember: |/bin/sh

        dn: cn=crowd,ou=People,dc=example,dc=org
        objectClass: nisMailAlias
        cn: crowd
        """
                + crowd
                + """

                dn: uid=unix,ou=People,dc=example,dc=org
                objectClass: account
                objectClass: posixAccount
                uid: unix
                cn: unix
                gecos: Unix User,,,
                uidNumber: 1001
                gidNumber: 100
                homeDirectory: /home/unix
                userPassword: {CRYPT}$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1

                dn: uid=book,ou=People,dc=example,dc=org
                objectClass: inetOrgPerson
                objectClass: PostfixBookMailAccount
                uid: book
                cn: Book
                sn: Book
                mail: book@example.org
                mailAlias: livre@example.org
                mailQuota: 2G
                mailEnabled: TRUE
                mailGroupMember: readers@example.org

                dn: uid=off,ou=People,dc=example,dc=org
                objectClass: inetOrgPerson
                objectClass: PostfixBookMailAccount
                uid: off
                cn: Off
                sn: Off
                mail: off@example.org
                mailEnabled: FALSE
                mailGroupMember: readers@example.org

                dn: uid=forward,ou=People,dc=example,dc=org
                objectClass: inetOrgPerson
                objectClass: PostfixBookMailForward
                uid: forward
                cn: forward
                sn: forward
                mail: one@example.net
                mail: two@example.net
                mailAlias: forward@example.org
                """;
    }

    private static LdapSource open(Profile profile) {
        return Sources.open(Sources.config(SUFFIX, profile, "example.org", slapd.url()));
    }

    private static SourceAnswer alias(String... targets) {
        return new SourceAnswer.Alias(List.of(targets).stream().map(Address::of).toList());
    }

    private static SourceAccount known(LdapSource source, String address) {
        SourceAnswer answer = source.find(Address.of(address));
        assertThat(answer).isInstanceOf(SourceAnswer.Known.class);
        return ((SourceAnswer.Known) answer).account();
    }

    @Test
    void peopleWithLocalMailRecipient() {
        try (LdapSource source = open(Profile.INETORGPERSON)) {
            SourceAccount bob = known(source, "robert@example.org");
            assertThat(bob.address()).isEqualTo(Address.of("bob@example.org"));
            assertThat(bob.displayName()).isEqualTo("Bob");
            assertThat(bob.language()).contains(Language.KOREAN);
            assertThat(bob.host()).contains("imap.mydomain.com");
            assertThat(known(source, "bob@example.org")).isEqualTo(bob);
            assertThat(source.findByLogin(Address.of("bob@example.org"))).contains(bob);
            assertThat(known(source, "plain@example.org").displayName()).isEqualTo("한글");

            assertThat(source.find(Address.of("ann@example.org")))
                    .isEqualTo(alias("ann@elsewhere.example"));
            Optional<SourceAccount> ann = source.findByLogin(Address.of("ann@example.org"));
            assertThat(source.verify(ann, "ann's secret")).isTrue();
        }
    }

    /// Mail of an unknown host is kept for later, not filed here.
    @Test
    void anUndeclaredHostIsNoAnswer() {
        try (LdapSource source = open(Profile.INETORGPERSON)) {
            assertThatThrownBy(() -> source.find(Address.of("lost@example.org")))
                    .isInstanceOf(UnusableEntryException.class)
                    .hasMessageContaining("nobody-knows.example.org");
        }
        LdapConfig without =
                Sources.config(SUFFIX, Profile.INETORGPERSON, "example.org", slapd.url());
        without = Sources.with(without, without.mapping().withAttributes(List.of("host =")));
        try (LdapSource source = Sources.open(without)) {
            assertThat(known(source, "lost@example.org").host()).isEmpty();
        }
    }

    @Test
    void domainsAreAskedForInAscii() {
        try (LdapSource source =
                Sources.open(Sources.config(SUFFIX, Profile.INETORGPERSON, "예시.kr", slapd.url()))) {
            assertThat(known(source, "idn@예시.kr").address()).isEqualTo(Address.of("idn@예시.kr"));
        }
    }

    @Test
    void groupsOfNamesAreTheirMembersAlsoWithinGroups() {
        try (LdapSource source = open(Profile.INETORGPERSON)) {
            assertThat(source.find(Address.of("team@example.org")))
                    .isEqualTo(alias("bob@example.org", "plain@example.org"));
            assertThatThrownBy(() -> source.find(Address.of("empty@example.org")))
                    .isInstanceOf(UnusableEntryException.class)
                    .hasMessageContaining("no member");
        }
    }

    /// THREATS L02
    @Test
    void listsOfAddressesLeaveOutWhatIsNone() {
        try (LdapSource source = open(Profile.INETORGPERSON)) {
            assertThat(source.find(Address.of("list@example.org")))
                    .isEqualTo(alias("bob@example.org", "out@example.net"));
            assertThatThrownBy(() -> source.find(Address.of("crowd@example.org")))
                    .isInstanceOf(UnusableEntryException.class)
                    .hasMessageContaining("1000");
        }
    }

    @Test
    void usersOfUnix() {
        try (LdapSource source = open(Profile.POSIX)) {
            SourceAccount unix = known(source, "unix@example.org");
            assertThat(unix.displayName()).isEqualTo("Unix User,,,");
            assertThat(source.verify(Optional.of(unix), "Hello world!")).isTrue();
            assertThat(source.find(Address.of("bob@example.org")))
                    .isEqualTo(new SourceAnswer.Unknown());
        }
    }

    @Test
    void postfixBook() {
        try (LdapSource source = open(Profile.POSTFIX_BOOK)) {
            SourceAccount book = known(source, "livre@example.org");
            assertThat(book.address()).isEqualTo(Address.of("book@example.org"));
            assertThat(book.quotaOctets()).isEqualTo(OptionalLong.of(2L << 30));
            assertThat(known(source, "off@example.org").enabled()).isFalse();
            assertThat(source.find(Address.of("readers@example.org")))
                    .isEqualTo(alias("book@example.org"));
            assertThat(source.find(Address.of("forward@example.org")))
                    .isEqualTo(alias("one@example.net", "two@example.net"));
            assertThat(source.find(Address.of("none@example.org")))
                    .isEqualTo(new SourceAnswer.Unknown());
        }
    }

    @Test
    void hostsAreWrittenIntoMailHost() {
        LdapConfig config =
                Sources.with(
                        Sources.managed(
                                Sources.config(
                                        SUFFIX, Profile.INETORGPERSON, "example.org", slapd.url()),
                                slapd),
                        PasswordChange.OFF);
        try (LdapSource source = Sources.open(config)) {
            SourceAccount bob = known(source, "bob@example.org");
            assertThat(source.changeHost(bob, Optional.of("front.mydomain.com")))
                    .isEqualTo(new SourceChange.Done());
            assertThat(known(source, "bob@example.org").host()).contains("front.mydomain.com");
            assertThat(source.changeHost(bob, Optional.empty())).isEqualTo(new SourceChange.Done());
            assertThat(known(source, "bob@example.org").host()).isEmpty();
            assertThat(source.changeHost(bob, Optional.of("imap.mydomain.com")))
                    .isEqualTo(new SourceChange.Done());
            assertThat(source.changePassword(bob, Optional.of("bob's secret"), "x"))
                    .isInstanceOf(SourceChange.Refused.class);
        }
    }

    @Test
    void theCheckWalksFromOutsideIn() {
        try (LdapSource source = open(Profile.INETORGPERSON)) {
            var steps = source.check(Optional.of(Address.of("robert@example.org")));
            assertThat(steps).allMatch(step -> step.passed());
            assertThat(steps.stream().map(step -> step.name()).toList())
                    .containsExactly(
                            "connect", "bind", "base", "find", "attributes", "log-in", "passwords");
            assertThat(steps.get(4).finding())
                    .contains("mail=mail", "aliases=mailLocalAddress", "imap.mydomain.com");
            assertThat(source.check(Optional.of(Address.of("no@example.org"))).getLast().finding())
                    .contains("(mail=no@example.org)");
            assertThat(source.check(Optional.empty()).get(3).finding()).contains("8 accounts");
        }
        try (LdapSource wrong =
                Sources.open(
                        Sources.config("dc=nowhere", Profile.POSIX, "example.org", slapd.url()))) {
            assertThat(wrong.check(Optional.empty()).getLast().finding())
                    .contains("dc=nowhere is not there");
        }
    }

    @Test
    void manyAreListedPageByPage() {
        LdapConfig config =
                Sources.config(SUFFIX, Profile.INETORGPERSON, "example.org", slapd.url());
        List<Integer> pages = new ArrayList<>();
        var small =
                new LdapConfig(
                        config.connection(),
                        config.searcher(),
                        config.manager(),
                        config.domains(),
                        config.base(),
                        config.scope(),
                        config.mapping(),
                        config.logIn(),
                        config.passwordChange(),
                        config.hostChange(),
                        3,
                        config.groups());
        try (LdapSource source = Sources.open(small)) {
            source.list(page -> {
                pages.add(page.size());
                return pages.size() < 2;
            });
        }
        assertThat(pages).hasSize(2).allMatch(size -> size <= 3);
    }
}

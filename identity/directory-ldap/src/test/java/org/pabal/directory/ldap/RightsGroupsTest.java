// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.ldap.LdapGroupConfig.Nesting;
import org.pabal.directory.ldap.mapping.DnTemplate;
import org.pabal.directory.ldap.mapping.FilterTemplate;
import org.pabal.directory.ldap.mapping.Profile;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.SourceGroup;
import org.pabal.directory.source.SourceMembers;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.testkit.Slapd;

/// Groups of slapd to which rights can be given: of RFC 4519 and RFC 2307, within one another, in
/// circles, too deep, under awkward names.
class RightsGroupsTest {
    private static final String SUFFIX = "dc=example,dc=org";
    private static final String GROUPS = "ou=Groups," + SUFFIX;

    @TempDir private static Path folder;

    private static Slapd slapd;
    private static LdapSource source;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Slapd.isInstalled(), "slapd is not installed");
        slapd = Slapd.start(folder.resolve("slapd"), Slapd.Setup.of(SUFFIX, ldif()));
        source =
                open(
                        "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)"
                                + "(objectClass=posixGroup)(objectClass=nisMailAlias))");
    }

    @AfterAll
    static void stop() {
        if (source != null) {
            source.close();
        }
        if (slapd != null) {
            slapd.close();
        }
    }

    private static LdapSource open(String rights) {
        return Sources.open(
                Sources.with(
                        Sources.config(
                                "ou=People," + SUFFIX,
                                Profile.INETORGPERSON,
                                "example.org",
                                slapd.url()),
                        new LdapGroupConfig(
                                Optional.of(DnTemplate.parse(GROUPS)),
                                Optional.of(FilterTemplate.parse(rights)),
                                Nesting.READ)));
    }

    private static String ldif() {
        StringBuilder ldif =
                new StringBuilder(
                        """
                        dn: dc=example,dc=org
                        objectClass: dcObject
                        objectClass: organization
                        dc: example
                        o: Example

                        dn: ou=People,dc=example,dc=org
                        objectClass: organizationalUnit
                        ou: People

                        dn: ou=Groups,dc=example,dc=org
                        objectClass: organizationalUnit
                        ou: Groups

                        dn: ou=Elsewhere,dc=example,dc=org
                        objectClass: organizationalUnit
                        ou: Elsewhere

                        dn: ou=Guests,ou=People,dc=example,dc=org
                        objectClass: organizationalUnit
                        ou: Guests

                        dn: uid=dan,ou=Guests,ou=People,dc=example,dc=org
                        objectClass: inetOrgPerson
                        uid: dan
                        cn: Dan
                        sn: Dan
                        mail: dan.guest@example.org

                        dn: cn=hidden,ou=Elsewhere,dc=example,dc=org
                        objectClass: groupOfNames
                        cn: hidden
                        member: uid=bob,ou=People,dc=example,dc=org

                        """);
        for (String uid : List.of("ann", "bob", "carol", "dan", "a\\,b")) {
            ldif.append("dn: uid=" + uid + ",ou=People,dc=example,dc=org\n")
                    .append("objectClass: inetOrgPerson\n")
                    .append("uid: " + uid.replace("\\", "") + "\ncn: x\nsn: x\n")
                    .append("mail: " + uid.replace("\\,", "") + "@example.org\n\n");
        }
        group(
                ldif,
                "team",
                "mail: team@example.org\nmember: UID=Ann,  OU=people,DC=example,DC=org\n"
                        + "member: uid=a\\2cb,ou=People,dc=example,dc=org\nmember: uid=gone,ou=People,"
                        + SUFFIX
                        + "\n");
        StringBuilder crowd = new StringBuilder();
        for (int i = 0; i < 250; i++) {
            String uid = "student" + i;
            ldif.append("dn: " + person(uid) + "\nobjectClass: inetOrgPerson\nuid: " + uid)
                    .append("\ncn: x\nsn: x\nmail: " + uid + "@example.org\n\n");
            crowd.append(member(person(uid).replace("uid=", "UID= ")));
        }
        crowd.append(member("cn=team," + GROUPS)).append(member(person("gone")));
        group(ldif, "crowd", crowd.toString());
        group(ldif, "outer", member("cn=inner," + GROUPS) + member(person("carol")));
        group(ldif, "inner", member("cn=outer," + GROUPS) + member(person("bob")));
        for (int i = 0; i < 8; i++) {
            group(ldif, "deep" + i, member("cn=deep" + (i + 1) + "," + GROUPS));
        }
        group(ldif, "Far Away", "mail: far@example.net\n" + member(person("bob")));
        group(ldif, "twin", member(person("ann")));
        group(ldif, "other", "mail: twin@example.org\n" + member(person("bob")));
        group(ldif, "star*)(cn=*", member(person("bob")));
        group(ldif, "교수", member(person("ann")));
        ldif.append(
                """
                dn: cn=unix,ou=Groups,dc=example,dc=org
                objectClass: posixGroup
                cn: unix
                gidNumber: 1000
                memberUid: bob
                memberUid: dan
                memberUid: nobody
                memberUid: a,b

                dn: cn=unique,ou=Groups,dc=example,dc=org
                objectClass: groupOfUniqueNames
                cn: unique
                uniqueMember: uid=carol,ou=People,dc=example,dc=org#'0101'B

                dn: cn=alias,ou=Groups,dc=example,dc=org
                objectClass: nisMailAlias
                cn: alias
                rfc822MailMember: bob
                rfc822MailMember: friend@example.net
                rfc822MailMember: |/bin/sh

                """);
        return ldif.toString();
    }

    private static void group(StringBuilder ldif, String cn, String lines) {
        ldif.append("dn: cn=" + cn + "," + GROUPS + "\nobjectClass: groupOfNames\n")
                .append(lines.contains("mail:") ? "objectClass: extensibleObject\n" : "")
                .append("cn: " + cn + "\n" + lines + "\n");
    }

    private static String member(String dn) {
        return "member: " + dn + "\n";
    }

    private static String person(String uid) {
        return "uid=" + uid + ",ou=People," + SUFFIX;
    }

    private static Optional<SourceGroup> find(String name) {
        return source.findGroup(Address.of(name));
    }

    private static SourceMembers members(String name) {
        SourceGroup group = find(name).orElseThrow();
        return source.members(group.key(), group.address()).orElseThrow();
    }

    private static Set<String> keys(String... people) {
        return List.of(people).stream()
                .map(each -> source.find(Address.of(each + "@example.org")))
                .map(each -> ((SourceAnswer.Known) each).account().key())
                .collect(Collectors.toSet());
    }

    @Test
    void aGroupIsCalledByItsAddressElseByItsBareName() {
        SourceGroup team = find("team@example.org").orElseThrow();
        assertThat(team.takesMail()).isTrue();
        assertThat(source.group(team.key(), team.address())).contains(team);
        assertThat(find("unix@example.org").orElseThrow().takesMail()).isFalse();
        assertThat(find("교수@example.org")).isPresent();
        assertThat(find("nobody@example.org")).isEmpty();
        assertThat(find("hidden@example.org")).isEmpty(); // not below group-base
        assertThat(find("other@example.org")).isEmpty(); // it has an address, which counts
        assertThat(find("*@example.org")).isEmpty();
        assertThat(source.group("no such key", team.address())).isEmpty();
        assertThat(source.members("no such key", team.address())).isEmpty();
    }

    @Test
    void aNameOfTwoGroupsIsNobodys() {
        assertThatThrownBy(() -> find("twin@example.org"))
                .isInstanceOf(UnusableEntryException.class)
                .hasMessageContaining("more than one");
    }

    @Test
    void membersAreNamedInAnySpelling() {
        assertThat(members("team@example.org").keys()).isEqualTo(keys("ann", "ab"));
        assertThat(members("unique@example.org").keys()).isEqualTo(keys("carol"));
    }

    @Test
    void manyMembersAreFoundTogether() {
        assertThat(members("crowd@example.org").keys())
                .hasSize(252)
                .containsAll(keys("student0", "student249", "ann", "ab"));
    }

    @Test
    void groupsWithinGroupsMayGoInCircles() {
        assertThat(members("outer@example.org").keys()).isEqualTo(keys("bob", "carol"));
        assertThat(members("inner@example.org").keys()).isEqualTo(keys("bob", "carol"));
        assertThat(members("deep4@example.org").keys()).isEmpty();
        assertThatThrownBy(() -> members("deep0@example.org"))
                .isInstanceOf(UnusableEntryException.class)
                .hasMessageContaining("5 levels");
    }

    /// dan is two people.
    @Test
    void unixGroupsNameUsers() {
        assertThat(members("unix@example.org").keys()).isEqualTo(keys("bob", "ab"));
    }

    @Test
    void aliasesNameAddresses() {
        SourceMembers alias = members("alias@example.org");
        assertThat(alias.keys()).isEmpty();
        assertThat(alias.addresses())
                .containsExactlyInAnyOrder(
                        Address.of("bob@example.org"), Address.of("friend@example.net"));
    }

    @Test
    void groupsAreListedAsLongAsTheyAreWanted() {
        List<String> all = new ArrayList<>();
        source.listGroups(page -> {
            page.forEach(each -> all.add(each.address().localPart()));
            return true;
        });
        assertThat(all)
                .contains("team", "outer", "inner", "unix", "alias", "교수", "twin")
                .doesNotContain("hidden", "other");
        try (LdapSource none =
                Sources.open(
                        Sources.config(
                                SUFFIX, Profile.INETORGPERSON, "example.org", slapd.url()))) {
            none.listGroups(page -> {
                throw new AssertionError("without rights-filter there is no group: " + page);
            });
            assertThat(none.findGroup(Address.of("team@example.org"))).isEmpty();
        }
    }

    @Test
    void aGroupKeepsItsKeyUnderAnotherName() throws Exception {
        try (LDAPConnection ldap =
                new LDAPConnection(
                        "127.0.0.1", slapd.port(), slapd.manager(), Slapd.MANAGER_PASSWORD)) {
            ldap.add(
                    "dn: cn=before," + GROUPS,
                    "objectClass: groupOfNames",
                    "cn: before",
                    member(person("bob")).strip());
            SourceGroup before = find("before@example.org").orElseThrow();
            ldap.modifyDN("cn=before," + GROUPS, "cn=after", true);
            SourceGroup after = source.group(before.key(), before.address()).orElseThrow();
            assertThat(after)
                    .isEqualTo(
                            new SourceGroup(before.key(), Address.of("after@example.org"), false));
            assertThat(source.members(before.key(), before.address()).orElseThrow().group())
                    .isEqualTo(after);
            ldap.modifyDN("cn=after," + GROUPS, "cn=after", true, "ou=Elsewhere," + SUFFIX);
            assertThat(source.members(before.key(), before.address())).isEmpty();
        }
    }

    @Test
    void theCheckNamesGroups() {
        assertThat(source.check(Optional.empty()))
                .anyMatch(step ->
                        step.name().equals("groups")
                                && step.passed()
                                && step.finding()
                                        .startsWith("rights can be given to many, such as "));
        try (LdapSource none = open("(cn=nothing)")) {
            assertThat(none.check(Optional.empty()).getLast())
                    .matches(step ->
                            !step.passed() && step.finding().contains("correct rights-filter"));
        }
    }

    /// It was never said that the group is not there.
    @Test
    void withoutItsBaseThereIsNoAnswer() {
        try (LdapSource wrong =
                Sources.open(
                        Sources.with(
                                Sources.config(SUFFIX, Profile.POSIX, "example.org", slapd.url()),
                                new LdapGroupConfig(
                                        Optional.of(DnTemplate.parse("ou=Nowhere," + SUFFIX)),
                                        Optional.of(FilterTemplate.parse("(cn=*)")),
                                        Nesting.READ)))) {
            assertThatThrownBy(() -> wrong.members("key", Address.of("team@example.org")))
                    .isInstanceOf(UnavailableException.class);
        }
    }
}

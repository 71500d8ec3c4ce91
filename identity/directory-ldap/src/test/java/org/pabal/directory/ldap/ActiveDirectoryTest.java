// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.ldap.LdapConfig.PasswordChange;
import org.pabal.directory.ldap.LdapGroupConfig.Nesting;
import org.pabal.directory.ldap.mapping.FilterTemplate;
import org.pabal.directory.ldap.mapping.Profile;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.SourceChange;
import org.pabal.directory.source.SourceGroup;
import org.pabal.directory.source.SourceMembers;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// Active Directory's schema and manners, in a server that knows no schema, and a server that keeps
/// to nothing.
class ActiveDirectoryTest {
    private static final String BASE = "dc=ad,dc=example,dc=org";
    private static final byte[] GUID = {
        0x33,
        0x22,
        0x11,
        0x00,
        0x55,
        0x44,
        0x77,
        0x66,
        (byte) 0x88,
        (byte) 0x99,
        (byte) 0xaa,
        (byte) 0xbb,
        (byte) 0xcc,
        (byte) 0xdd,
        (byte) 0xee,
        (byte) 0xff
    };

    private final Manners manners = new Manners();
    private InMemoryDirectoryServer server;
    private LdapSource source;

    /// What the server does besides.
    private static final class Manners extends InMemoryOperationInterceptor {
        private Optional<String> bindRefusal = Optional.empty();
        private boolean ignoresLimits;
        private boolean ranges;
        private Optional<Filter> chain = Optional.empty();
        private @Nullable String chained;
        private int from;

        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request)
                throws LDAPException {
            if (bindRefusal.isPresent()) {
                throw new LDAPException(ResultCode.INVALID_CREDENTIALS, bindRefusal.get());
            }
        }

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
            if (ignoresLimits) {
                SearchRequest unlimited = request.getRequest().duplicate();
                unlimited.setSizeLimit(0);
                request.setRequest(unlimited);
            }
            if (request.getRequest().getFilter().toString().contains(":1.2.840")) {
                chained = request.getRequest().getFilter().toString();
                if (chain.isPresent()) {
                    SearchRequest answered = request.getRequest().duplicate();
                    answered.setFilter(chain.get());
                    request.setRequest(answered);
                }
            }
            from = 0;
            for (String asked : request.getRequest().getAttributeList()) {
                if (asked.startsWith("member;range=")) {
                    from = Integer.parseInt(asked.substring(13, asked.indexOf('-')));
                    SearchRequest whole = request.getRequest().duplicate();
                    whole.setAttributes("member");
                    request.setRequest(whole);
                }
            }
        }

        /// Two members at a time.
        @Override
        public void processSearchEntry(InMemoryInterceptedSearchEntry found) {
            Attribute members = found.getSearchEntry().getAttribute("member");
            if (!ranges || members == null) {
                return;
            }
            String[] all = members.getValues();
            int to = Math.min(all.length, from + 2);
            Entry part = found.getSearchEntry().duplicate();
            part.removeAttribute("member");
            part.addAttribute(
                    "member;range=" + from + "-" + (to == all.length ? "*" : to - 1),
                    List.of(all).subList(from, to).toArray(String[]::new));
            found.setSearchEntry(
                    new com.unboundid.ldap.sdk.SearchResultEntry(
                            part, found.getSearchEntry().getControls()));
        }
    }

    @BeforeEach
    void start() throws Exception {
        var config = new InMemoryDirectoryServerConfig(BASE);
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "test", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(manners);
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        server.add("dn: " + BASE, "objectClass: domain", "dc: ad");
        add(
                "cn=Kim Bob",
                "objectClass: user",
                "sAMAccountName: kbob",
                "userPrincipalName: kbob@example.org",
                "displayName: Kim Bob",
                "mail: old@example.org",
                "proxyAddresses: smtp:bob@example.org",
                "proxyAddresses: SMTP:kim.bob@example.org",
                "proxyAddresses: X400:c=KR",
                "userAccountControl: 512",
                "userPassword: secret");
        server.modify(
                "cn=Kim Bob," + BASE,
                new com.unboundid.ldap.sdk.Modification(
                        com.unboundid.ldap.sdk.ModificationType.ADD, "objectGUID", GUID));
        add(
                "cn=Gone",
                "objectClass: user",
                "sAMAccountName: gone",
                "mail: gone@example.org",
                "userAccountControl: 514");
        for (int i = 0; i < 5; i++) {
            add(
                    "cn=m" + i,
                    "objectClass: user",
                    "sAMAccountName: m" + i,
                    "mail: m" + i + "@example.org");
        }
        open(Sources.connection("ldap://127.0.0.1:" + server.getListenPort("test")));
    }

    private void open(org.pabal.directory.ldap.connection.LdapConnectionConfig connection) {
        LdapConfig config =
                Sources.config(BASE, Profile.ACTIVE_DIRECTORY, "example.org", "ldap://x");
        source = Sources.open(Sources.with(config, connection));
    }

    private void add(String rdn, String... lines) throws Exception {
        List<String> all = new ArrayList<>();
        all.add("dn: " + rdn + "," + BASE);
        all.addAll(List.of(lines));
        server.add(all.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        source.close();
        server.shutDown(true);
    }

    private SourceAccount known(String address) {
        SourceAnswer answer = source.find(Address.of(address));
        assertThat(answer).isInstanceOf(SourceAnswer.Known.class);
        return ((SourceAnswer.Known) answer).account();
    }

    @Test
    void usersAreFoundByEveryNameAndKeptByTheirGuid() {
        SourceAccount bob = known("bob@example.org");
        assertThat(bob.address()).isEqualTo(Address.of("kim.bob@example.org"));
        assertThat(bob.key()).isEqualTo("00112233-4455-6677-8899-aabbccddeeff");
        assertThat(bob.displayName()).isEqualTo("Kim Bob");
        assertThat(known("kim.bob@example.org")).isEqualTo(bob);
        assertThat(known("kbob@example.org")).isEqualTo(bob);
        assertThat(source.findByLogin(Address.of("kbob@example.org"))).contains(bob);
        assertThat(known("gone@example.org").enabled()).isFalse();
    }

    @Test
    void theReasonOfARefusalIsItsDataCode() {
        Optional<SourceAccount> bob = source.findByLogin(Address.of("kbob@example.org"));
        assertThat(source.verify(bob, "secret")).isTrue();
        manners.bindRefusal =
                Optional.of("80090308: LdapErr: DSID-0C090447, comment: error, data 533, v3839");
        assertThat(source.verify(bob, "secret")).isFalse();
    }

    @Test
    void groupsGiveTheirMembersInParts() throws Exception {
        add(
                "cn=Inner",
                "objectClass: group",
                "member: cn=m3," + BASE,
                "member: cn=m4," + BASE,
                "member: cn=Gone," + BASE);
        add(
                "cn=Outer",
                "objectClass: group",
                "proxyAddresses: SMTP:all@example.org",
                "member: cn=m0," + BASE,
                "member: cn=m1," + BASE,
                "member: cn=m2," + BASE,
                "member: cn=Inner," + BASE,
                "member: cn=Kim Bob," + BASE);
        SourceAnswer all = source.find(Address.of("all@example.org"));
        assertThat(((SourceAnswer.Alias) all).targets().stream().map(Address::localPart))
                .containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4", "kim.bob");
        manners.ranges = true;
        assertThat(((SourceAnswer.Alias) source.find(Address.of("all@example.org"))).targets())
                .hasSameElementsAs(((SourceAnswer.Alias) all).targets());
    }

    @Test
    void groupsWithinGroupsHaveAnEnd() throws Exception {
        for (int i = 0; i < 8; i++) {
            add(
                    "cn=g" + i,
                    "objectClass: group",
                    "mail: g" + i + "@example.org",
                    "member: cn=g" + (i + 1) + "," + BASE);
        }
        assertThatThrownBy(() -> source.find(Address.of("g0@example.org")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("5 levels");
    }

    private SourceMembers members(String group) {
        SourceGroup found = source.findGroup(Address.of(group)).orElseThrow();
        return source.members(found.key(), found.address()).orElseThrow();
    }

    private String key(String person) {
        return known(person + "@example.org").key();
    }

    @Test
    void membersOfGroupsWithRightsAreFoundByOneSearchOrOneByOne() throws Exception {
        source.close();
        LdapConfig config =
                Sources.config(
                        BASE,
                        Profile.ACTIVE_DIRECTORY,
                        "example.org",
                        "ldap://127.0.0.1:" + server.getListenPort("test"));
        source =
                Sources.open(
                        Sources.with(
                                config,
                                new LdapGroupConfig(
                                        Optional.empty(),
                                        Optional.of(FilterTemplate.parse("(objectClass=group)")),
                                        Nesting.CHAIN)));
        add("cn=Inner", "objectClass: group", "member: cn=m3," + BASE);
        add(
                "cn=Staff Group",
                "objectClass: group",
                "sAMAccountName: staff",
                "member: cn=Inner," + BASE,
                "member: cn=Kim Bob," + BASE);
        server.modify(
                "cn=Staff Group," + BASE,
                new com.unboundid.ldap.sdk.Modification(
                        com.unboundid.ldap.sdk.ModificationType.ADD,
                        "objectGUID",
                        new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}));
        SourceGroup staff = source.findGroup(Address.of("staff@example.org")).orElseThrow();
        assertThat(staff.key()).isEqualTo("04030201-0605-0807-090a-0b0c0d0e0f10");
        assertThat(staff.takesMail()).isFalse();
        manners.ranges = true;
        assertThat(members("staff@example.org").keys())
                .containsExactlyInAnyOrder(key("kim.bob"), key("m3"));
        assertThat(manners.chained).isNotNull();
        manners.chain =
                Optional.of(Filter.create("(|(sAMAccountName=kbob)(sAMAccountName=m3)(cn=m4))"));
        assertThat(members("staff@example.org").keys())
                .containsExactlyInAnyOrder(key("kim.bob"), key("m3"), key("m4"));
        assertThat(manners.chained)
                .isEqualTo("(memberOf:1.2.840.113556.1.4.1941:=cn=Staff Group," + BASE + ")");
    }

    @Test
    void passwordsAreWrittenOverTlsOnly() {
        SourceAccount bob = known("bob@example.org");
        LdapConfig config =
                Sources.with(
                        Sources.config(
                                BASE,
                                Profile.ACTIVE_DIRECTORY,
                                "example.org",
                                "ldap://127.0.0.1:" + server.getListenPort("test")),
                        PasswordChange.UNICODE_PWD);
        try (LdapSource changing = Sources.open(config)) {
            assertThat(changing.changePassword(bob, Optional.of("secret"), "new"))
                    .isEqualTo(
                            new SourceChange.Refused(
                                    "Active Directory takes passwords over TLS only; use ldaps://"
                                            + " or StartTLS"));
        }
    }

    /// A server that gives all it has. THREATS L03
    @Test
    void moreThanWasAskedForIsCutOff() throws Exception {
        for (int i = 0; i < 50; i++) {
            add("cn=t" + i, "objectClass: user", "sAMAccountName: t" + i, "mail: twin@example.org");
        }
        manners.ignoresLimits = true;
        assertThatThrownBy(() -> source.find(Address.of("twin@example.org")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("more than the 2 entries");
        assertThat(known("bob@example.org").displayName()).isEqualTo("Kim Bob");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pabal.directory.ldap.view.ViewStage.BOB;
import static org.pabal.directory.ldap.view.ViewStage.code;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pabal.directory.Role;
import org.pabal.directory.ldap.view.ViewConfig.Posix;
import org.pabal.message.Domain;
import org.pabal.wire.IpNetwork;

/// What is found, by whom, at which cost. RFC 4511 §4.5, RFC 2696.
class SearchTest {
    private static final String BASE = "dc=example,dc=org";

    private ViewStage stage;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage =
                ViewStage.open(
                        folder,
                        ViewConfig.defaults("mail.example.org")
                                .with(
                                        new Posix(
                                                OptionalLong.of(10_000),
                                                100,
                                                "/home/{user}",
                                                "/x")));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(mail=bob@example.org) ; bob",
                "(mail=BOB@Example.ORG) ; bob",
                "(mail=bob@example.com) ; ''",
                "(mail=bob+detail@example.org) ; ''",
                "(mail=postmaster@example.org) ; ''",
                "(mailLocalAddress=robert@example.org) ; bob",
                "(|(mail=robert@example.org)(mailLocalAddress=robert@example.org)) ; bob",
                "(mail=team@example.org) ; team",
                "(rfc822MailMember=x@elsewhere.net) ; team",
                "(member=uid=BOB, ou=people,dc=example,dc=org) ; team",
                "(uid=Carol) ; carol",
                "(userid=carol) ; carol",
                "(0.9.2342.19200300.100.1.1=carol) ; carol",
                "(uidNumber=10002) ; alice",
                "(&(objectClass=posixAccount)(uidNumber=10001)) ; bob",
                "(&(uidNumber>=10002)(uidNumber<=10003)) ; alice carol",
                "(&(objectClass=inetOrgPerson)(|(uid=bob)(uid=alice))) ; bob alice",
                "(cn=bob  tester) ; bob",
                "(sn=*est*) ; bob",
                "(cn=b*t*r) ; bob",
                "(cn=*김) ; alice",
                "(displayName~=bob tester) ; bob",
                "(&(objectClass=pabalAccount)(!(uid=bob))) ; alice carol",
                "(&(objectClass=pabalAccount)(!(nothing=bob))) ; ''",
                "(&(objectClass=pabalAccount)(|(nothing=bob)(uid=bob))) ; bob",
                "(&(uid=bob)(userPassword=*)) ; ''",
                "(userPassword=correct horse) ; ''",
                "(pabalRole=domain-administrator) ; ''",
                "(ou=people) ; People",
                "(&) ; example People Groups bob alice carol team",
                "(|) ; ''",
                "(uid:caseExactMatch:=bob) ; ''"
            })
    void filtersFind(String filter, String names) throws Exception {
        assertThat(names(stage.bound(BOB), BASE, SearchScope.SUB, filter.strip()))
                .containsExactlyInAnyOrder(names.isEmpty() ? new String[0] : names.split(" "));
    }

    @Test
    void scopesAndBases() throws Exception {
        LDAPConnection root = stage.bound("root@example.com");
        assertThat(names(root, BASE, SearchScope.BASE, "(objectClass=*)"))
                .containsExactly("example");
        assertThat(names(root, BASE, SearchScope.ONE, "(objectClass=*)"))
                .containsExactly("People", "Groups");
        assertThat(names(root, "ou=People," + BASE, SearchScope.ONE, "(objectClass=*)"))
                .containsExactly("bob", "alice", "carol");
        assertThat(names(root, "ou=Groups," + BASE, SearchScope.SUB, "(objectClass=*)"))
                .containsExactly("Groups", "team");
        assertThat(names(root, BOB, SearchScope.SUB, "(objectClass=*)")).containsExactly("bob");
        assertThat(names(root, BOB, SearchScope.ONE, "(objectClass=*)")).isEmpty();
        assertThat(names(root, "", SearchScope.SUB, "(uid=bob)")).containsExactly("bob", "bob");
        assertThat(names(root, "", SearchScope.ONE, "(objectClass=*)"))
                .containsExactly("example", "example");
        stage.directory.addDomain(Domain.of("sub.example.com"));
        stage.add("dave@sub.example.com", "", Role.USER);
        for (String missing :
                new String[] {
                    "dc=org", "uid=nobody," + BASE, "ou=x," + BASE, "cn=x", "dc=a,dc=b"
                }) {
            assertThat(code(() -> root.search(missing, SearchScope.SUB, "(uid=*)")))
                    .as(missing)
                    .isEqualTo(ResultCode.NO_SUCH_OBJECT);
        }
        assertThat(code(() -> root.search("no name", SearchScope.SUB, "(uid=*)")))
                .isEqualTo(ResultCode.INVALID_DN_SYNTAX);
    }

    /// THREATS L05, L06: own domain only; what is private to administrators and oneself; userPassword to
    /// nobody.
    @Test
    void eachSeesItsPart() throws Exception {
        LDAPConnection bob = stage.bound(BOB);
        SearchResultEntry own = bob.getEntry(BOB, "*", "+", "userPassword");
        assertThat(own.getAttributeValue("pabalQuotaOctets")).isEqualTo("1073741824");
        assertThat(own.getAttributeValue("pabalRole")).isEqualTo("user");
        assertThat(own.getAttributeValue("pabalLanguage")).isEqualTo("ko");
        assertThat(own.getAttributeValue("mailHost")).isEqualTo("mail.example.org");
        assertThat(own.getAttributeValues("mailLocalAddress"))
                .containsExactly("bob@example.org", "robert@example.org");
        assertThat(own.getAttributeValue("homeDirectory")).isEqualTo("/home/bob");
        assertThat(own.hasAttribute("userPassword")).isFalse();
        SearchResultEntry alice = bob.getEntry("uid=alice,ou=People," + BASE);
        assertThat(alice.getAttributeValue("cn")).isEqualTo("앨리스 김");
        assertThat(alice.hasAttribute("pabalQuotaOctets")).isFalse();
        assertThat(bob.getEntry("uid=bob,ou=People,dc=example,dc=com")).isNull();
        assertThat(bob.getRootDSE().getNamingContextDNs()).containsExactly(BASE);
        assertThat(code(() -> bob.search("dc=example,dc=com", SearchScope.SUB, "(uid=*)")))
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
        assertThat(names(bob, "", SearchScope.SUB, "(uid=bob)")).hasSize(1);

        LDAPConnection ofDomain = stage.bound("alice@example.org");
        assertThat(ofDomain.getEntry(BOB).getAttributeValue("pabalStatus")).isEqualTo("enabled");
        assertThat(ofDomain.getEntry("uid=bob,ou=People,dc=example,dc=com")).isNull();
        LDAPConnection root = stage.bound("root@example.com");
        assertThat(root.getEntry(BOB).getAttributeValue("entryUUID")).isNull();
        assertThat(root.getEntry(BOB, "+").getAttributeValue("entryUUID"))
                .isEqualTo(own.getAttributeValue("entryUUID"))
                .matches("[0-9a-f-]{14}8[0-9a-f]{3}-[89ab].*");
        assertThat(root.getEntry(BOB).hasAttribute("userPassword")).isFalse();
    }

    /// THREATS L05.
    @Test
    void nobodySeesTheRootAndTheSchemaAlone() throws Exception {
        LDAPConnection nobody = stage.connect();
        assertThat(nobody.getRootDSE().getNamingContextDNs()).isNull();
        assertThat(nobody.getRootDSE().getVendorName()).isEqualTo("Pabal");
        assertThat(nobody.getSchema().getObjectClass("pabalAccount")).isNotNull();
        assertThat(nobody.getSchema().getAttributeType("mailLocalAddress")).isNotNull();
        assertThat(code(() -> nobody.search(BASE, SearchScope.SUB, "(uid=bob)")))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        assertThat(code(() -> nobody.compare(BOB, "uid", "bob")))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
    }

    @Test
    void aNetworkMayRead(@TempDir Path folder) throws Exception {
        ViewConfig config =
                ViewConfig.defaults("mail.example.org")
                        .withReaders(List.of(new IpNetwork(InetAddress.getLoopbackAddress(), 8)));
        try (ViewStage readable = ViewStage.open(folder, config)) {
            LDAPConnection client = readable.connect();
            SearchResultEntry bob = client.getEntry(BOB);
            assertThat(bob.getAttributeValue("mail")).isEqualTo("bob@example.org");
            assertThat(bob.hasAttribute("pabalQuotaOctets")).isFalse();
            assertThat(bob.hasAttribute("pabalRole")).isFalse();
        }
    }

    /// THREATS L05: writes by others, and by anybody.
    @Test
    void nothingIsWritten() throws Exception {
        LDAPConnection bob = stage.bound(BOB);
        Modification name = new Modification(ModificationType.REPLACE, "cn", "Bobby");
        assertThat(code(() -> bob.modify(BOB, name)))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        assertThat(code(() -> bob.delete(BOB))).isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        assertThat(code(() -> bob.add("uid=x," + BASE, new Attribute("uid", "x"))))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        assertThat(code(() -> bob.modifyDN(BOB, "uid=b", true)))
                .isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        LDAPConnection root = stage.bound("root@example.com");
        assertThat(code(() -> root.modify(BOB, name))).isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
    }

    @Test
    void compares() throws Exception {
        LDAPConnection bob = stage.bound(BOB);
        assertThat(code(() -> bob.compare(BOB, "cn", "BOB  tester")))
                .isEqualTo(ResultCode.COMPARE_TRUE);
        assertThat(code(() -> bob.compare(BOB, "cn", "Bob"))).isEqualTo(ResultCode.COMPARE_FALSE);
        assertThat(code(() -> bob.compare(BOB, "userPassword", ViewStage.PASSWORD)))
                .isEqualTo(ResultCode.NO_SUCH_ATTRIBUTE);
        assertThat(code(() -> bob.compare("uid=x,ou=People," + BASE, "cn", "x")))
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
    }

    /// THREATS L06.
    @Test
    void costlyFiltersAreRefused() throws Exception {
        LDAPConnection bob = stage.bound(BOB);
        List<Filter> terms = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            terms.add(Filter.equals("uid", "bob" + i));
        }
        assertThat(code(() -> bob.search(BASE, SearchScope.SUB, Filter.or(terms))))
                .isEqualTo(ResultCode.ADMIN_LIMIT_EXCEEDED);
        assertThat(code(() -> bob.search(BASE, SearchScope.SUB, Filter.or(terms.subList(0, 99)))))
                .isEqualTo(ResultCode.SUCCESS);
        String[] pieces = new String[101];
        Arrays.fill(pieces, "a");
        assertThat(code(() -> bob.search(BASE, SearchScope.SUB, Filter.subAny("cn", pieces))))
                .isEqualTo(ResultCode.ADMIN_LIMIT_EXCEEDED);
        Filter deep = Filter.equals("uid", "bob");
        for (int depth = 1; depth < 16; depth++) {
            deep = Filter.and(deep);
        }
        Filter sixteen = deep;
        assertThat(code(() -> bob.search(BASE, SearchScope.SUB, sixteen)))
                .isEqualTo(ResultCode.SUCCESS);
        assertThat(code(() -> bob.search(BASE, SearchScope.SUB, Filter.not(sixteen))))
                .isEqualTo(ResultCode.ADMIN_LIMIT_EXCEEDED);
    }

    @Test
    void pagesCoverEverythingOnce(@TempDir Path folder) throws Exception {
        ViewConfig config =
                ViewConfig.defaults("mail.example.org").withSearchLimits(5, Duration.ofSeconds(5));
        try (ViewStage small = ViewStage.open(folder, config)) {
            for (int i = 0; i < 20; i++) {
                small.add("user" + i + "@example.org", "", Role.USER);
            }
            LDAPConnection root = small.bound("root@example.com");
            LDAPSearchException tooMany =
                    catchThrowableOfType(
                            LDAPSearchException.class,
                            () -> root.search("", SearchScope.SUB, "(uid=*)"));
            assertThat(tooMany.getResultCode()).isEqualTo(ResultCode.ADMIN_LIMIT_EXCEEDED);
            assertThat(tooMany.getEntryCount()).isEqualTo(5);
            SearchRequest three = new SearchRequest("", SearchScope.SUB, "(uid=*)");
            three.setSizeLimit(3);
            assertThat(code(() -> root.search(three))).isEqualTo(ResultCode.SIZE_LIMIT_EXCEEDED);
            assertThat(paged(root, 4)).hasSize(25).doesNotHaveDuplicates();
            assertThat(paged(root, 100)).hasSize(25).doesNotHaveDuplicates(); // by fives
            SearchRequest lost = new SearchRequest("", SearchScope.SUB, "(uid=*)");
            lost.addControl(new SimplePagedResultsControl(4, new ASN1OctetString("x"), true));
            assertThat(code(() -> root.search(lost))).isEqualTo(ResultCode.UNWILLING_TO_PERFORM);
        }
    }

    private static List<String> paged(LDAPConnection client, int size) throws LDAPException {
        List<String> names = new ArrayList<>();
        ASN1OctetString cookie = null;
        do {
            SearchRequest request =
                    new SearchRequest("", SearchScope.SUB, "(objectClass=pabalAccount)", "1.1");
            request.addControl(new SimplePagedResultsControl(size, cookie, true));
            SearchResult result = client.search(request);
            result.getSearchEntries()
                    .forEach(entry -> {
                        assertThat(entry.getAttributes()).isEmpty();
                        names.add(entry.getDN());
                    });
            cookie = SimplePagedResultsControl.get(result).getCookie();
        } while (cookie.getValueLength() > 0);
        return names;
    }

    @Test
    void anUnknownCriticalControlIsRefused() throws Exception {
        LDAPConnection bob = stage.bound(BOB);
        SearchRequest request = new SearchRequest(BASE, SearchScope.SUB, "(uid=bob)");
        request.setControls(new Control("1.2.3.4", true));
        assertThat(code(() -> bob.search(request)))
                .isEqualTo(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION);
        request.setControls(new Control("1.2.3.4", false));
        assertThat(code(() -> bob.search(request))).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void namesWithSignsAreFoundByTheirEscapedForm() throws Exception {
        stage.add("\"a,b=c+d\"@example.org", "", Role.USER);
        LDAPConnection root = stage.bound("root@example.com");
        SearchResult found = root.search(BASE, SearchScope.SUB, Filter.equals("uid", "a,b=c+d"));
        String dn = found.getSearchEntries().getFirst().getDN();
        assertThat(dn).startsWith("uid=a\\,b=c\\+d,");
        assertThat(root.getEntry(dn).getAttributeValue("mail"))
                .isEqualTo("\"a,b=c+d\"@example.org");
    }

    private static List<String> names(
            LDAPConnection client, String base, SearchScope scope, String filter)
            throws LDAPException {
        return client.search(base, scope, filter).getSearchEntries().stream()
                .map(entry -> {
                    for (String type : new String[] {"uid", "cn", "ou", "dc"}) {
                        if (entry.hasAttribute(type)) {
                            return entry.getAttributeValue(type);
                        }
                    }
                    return entry.getDN();
                })
                .toList();
    }
}

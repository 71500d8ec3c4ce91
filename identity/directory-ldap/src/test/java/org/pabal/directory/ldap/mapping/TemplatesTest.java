// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Filters and names are made of parts: whatever a user writes is a value. THREATS L01, A12
class TemplatesTest {
    private static final Domain DOMAIN = Domain.of("example.org");
    private static final String ALPHABET = "*()\\|&!=<>~:,;+\"#/ \0\n\u007fabüß한🙂{}addresslocal";

    private static AskedName name(String localPart) {
        return new AskedName(new Address(localPart, DOMAIN), DOMAIN);
    }

    /// The tree with all values taken out.
    private static String skeleton(Filter filter) {
        StringBuilder text = new StringBuilder().append(filter.getFilterType()).append('(');
        text.append(filter.getAttributeName()).append(' ').append(filter.getMatchingRuleID());
        for (Filter component : filter.getComponents()) {
            text.append(skeleton(component));
        }
        if (filter.getNOTComponent() != null) {
            text.append(skeleton(filter.getNOTComponent()));
        }
        return text.append(filter.getSubAnyStrings().length).append(')').toString();
    }

    @Test
    void aHostileNameChangesNothingButValues() throws LDAPException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<FilterTemplate> templates =
                List.of(
                        Profile.INETORGPERSON.mapping().find(),
                        Profile.ACTIVE_DIRECTORY.mapping().find(),
                        FilterTemplate.parse(
                                "(&(cn:caseExactMatch:={local})(!(a>=x{login}y))(b=*{domain}*{local}))"));
        for (int i = 0; i < 20_000; i++) {
            String local = hostile(random);
            for (FilterTemplate template : templates) {
                Filter filled = template.fill(name(local));
                assertThat(skeleton(filled))
                        .as("seed %d name %s", seed, local)
                        .isEqualTo(skeleton(template.fill(name("bob"))));
                // What goes over the wire is understood as what it was. RFC 4511 §4.5.1.7
                Filter read = Filter.decode(filled.encode());
                assertThat(skeleton(read)).isEqualTo(skeleton(filled));
            }
        }
    }

    @Test
    void aHostileNameIsOneRdn() throws LDAPException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DnTemplate template = DnTemplate.parse("uid={local},ou={domain},dc=example,dc=org");
        for (int i = 0; i < 20_000; i++) {
            String local = hostile(random);
            DN filled = new DN(template.fill(name(local)).toString());
            assertThat(filled.getRDNs()).as("seed %d name %s", seed, local).hasSize(4);
            assertThat(filled.getRDN().getAttributeValues()).containsExactly(local);
        }
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    ALPHABET.codePoints()
                            .skip(random.nextInt(ALPHABET.codePointCount(0, ALPHABET.length())))
                            .findFirst()
                            .orElse('*'));
        }
        return text.toString();
    }

    @Test
    void placesAreFilled() {
        AskedName bob = name("bob");
        AskedName other = new AskedName(Address.of("bob@예시.kr"), DOMAIN);
        assertThat(FilterTemplate.parse("(|(a={address})(b={login})(c=smtp:{local}))").fill(bob))
                .hasToString("(|(a=bob@example.org)(b=bob)(c=smtp:bob))");
        assertThat(FilterTemplate.parse("(a={login})").fill(other))
                .hasToString("(a=bob@xn--vv4b11d.kr)");
        assertThat(DnTemplate.parse("ou={domain},o=x").fill(bob)).hasToString("ou=example.org,o=x");
        assertThat(DnTemplate.parse("ou=People,dc={domain}").fill(bob))
                .hasToString("ou=People,dc=example,dc=org");
        assertThat(DnTemplate.parse("o=x").hasPlaces()).isFalse();
    }

    @Test
    void whatCannotBeReadIsRefusedBeforeItIsUsed() {
        assertThatThrownBy(() -> FilterTemplate.parse("(mail={address}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no LDAP filter");
        assertThatThrownBy(() -> FilterTemplate.parse("(mail={adress})"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{adress} is not known");
        assertThatThrownBy(() -> DnTemplate.parse("ou={x},o=y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DnTemplate.parse("People"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Profile.POSIX.mapping().withAttributes(List.of("quta=x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quota-messages");
    }
}

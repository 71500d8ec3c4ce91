// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.AddressList;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// The address set of isemail: what RFC 5321 allows parses, everything else does not.
final class AddressIsemailTest {
    private static final Set<String> ALLOWED =
            Set.of("ISEMAIL_VALID_CATEGORY", "ISEMAIL_RFC5321", "ISEMAIL_DNSWARN");

    /// Where we depart from the set on purpose, by id.
    private static final Map<String, String> DEVIATIONS =
            Map.of(
                    "43",
                    "an empty quoted local-part names nobody; an Address has 1 to 64 octets",
                    "71",
                    "a :: for one group is an IPv6 address to every library; only our own"
                            + " canonical form is kept");

    /// An empty local-part, and one of a line end, which a field cannot hold.
    private static final Set<String> EMPTY = Set.of("43", "134");

    record Case(String id, String address, String category) {}

    @Test
    void addressesOfRfc5321ParseAndNoOthers() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<Case> cases = cases();
        for (Case each : cases) {
            boolean expected = ALLOWED.contains(each.category());
            boolean parsed = Address.parse(each.address()).isPresent();
            if (parsed == (expected == DEVIATIONS.containsKey(each.id()))) {
                wrong.add(each + (parsed ? " parsed" : " did not parse"));
            }
        }
        assertThat(cases).hasSizeGreaterThan(150);
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatParsesIsWrittenSoThatItParsesToTheSame() throws Exception {
        for (Case each : cases()) {
            Address.parse(each.address())
                    .ifPresent(address ->
                            assertThat(Address.parse(address.toString()))
                                    .as(each.id())
                                    .contains(address));
        }
    }

    /// RFC 5322 §4 asks a reader to understand the obsolete forms as well.
    @Test
    void whatRfc5322AllowsInAFieldIsOneMailboxThere() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Case each : cases()) {
            List<AddressList.Entry> entries = AddressList.parse(each.address());
            boolean whole =
                    entries.size() == 1
                            && entries.getFirst() instanceof AddressList.Mailbox mailbox
                            && !mailbox.domain().isEmpty()
                            && (!mailbox.localPart().isEmpty() || EMPTY.contains(each.id()));
            if (!each.category().equals("ISEMAIL_ERR") && !whole) {
                wrong.add(each + " -> " + entries);
            }
        }
        assertThat(wrong).isEmpty();
    }

    static List<Case> cases() throws Exception {
        List<Case> cases = new ArrayList<>();
        try (InputStream in =
                AddressIsemailTest.class.getResourceAsStream("/address-isemail/tests.xml")) {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(
                    "http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            NodeList tests = factory.newDocumentBuilder().parse(in).getElementsByTagName("test");
            for (int i = 0; i < tests.getLength(); i++) {
                Element test = (Element) tests.item(i);
                cases.add(
                        new Case(
                                test.getAttribute("id"),
                                controls(text(test, "address")),
                                text(test, "category")));
            }
        }
        return cases;
    }

    private static String text(Element test, String name) {
        return test.getElementsByTagName(name).item(0).getTextContent();
    }

    /// The set writes control characters as their pictures, U+2400 and above.
    private static String controls(String text) {
        StringBuilder plain = new StringBuilder();
        for (char c : text.toCharArray()) {
            plain.append(c >= 0x2400 && c < 0x2420 ? (char) (c - 0x2400) : c);
        }
        return plain.toString();
    }
}

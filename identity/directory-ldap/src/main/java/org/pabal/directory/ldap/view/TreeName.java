// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What a distinguished name means in the tree of the view. RFC 4514, RFC 2247.
sealed interface TreeName {
    String SCHEMA = "cn=subschema";
    String PEOPLE = "People";
    String GROUPS = "Groups";

    /// Names are read whole; longer ones name nothing.
    int MAX_CHARACTERS = 2_048;

    record Root() implements TreeName {}

    record Schema() implements TreeName {}

    record OfDomain(Domain domain) implements TreeName {}

    record People(Domain domain) implements TreeName {}

    record Groups(Domain domain) implements TreeName {}

    /// @param address in lookup form
    record Person(Address address) implements TreeName {}

    /// @param address in lookup form; an empty local-part for the alias of every other name
    record Group(Address address) implements TreeName {}

    /// A name that no entry of this tree can have.
    record Nothing() implements TreeName {}

    /// Empty when it is not a distinguished name.
    static Optional<TreeName> parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return Optional.of(new Nothing());
        }
        try {
            return Optional.of(of(new DN(text).getRDNs()));
        } catch (LDAPException notADn) {
            return Optional.empty();
        }
    }

    private static TreeName of(RDN[] rdns) {
        if (rdns.length == 0) {
            return new Root();
        }
        int first = 0;
        while (first < rdns.length && !value(rdns[first], AttributeType.DC).isPresent()) {
            first++;
        }
        if (first == rdns.length) {
            return first == 1 && has(rdns[0], AttributeType.CN, "subschema")
                    ? new Schema()
                    : new Nothing();
        }
        List<String> labels = new ArrayList<>();
        for (int i = first; i < rdns.length; i++) {
            Optional<String> label = value(rdns[i], AttributeType.DC);
            if (label.isEmpty()) {
                return new Nothing();
            }
            labels.add(label.get());
        }
        Optional<Domain> domain = Domain.parse(String.join(".", labels));
        return domain.isEmpty() ? new Nothing() : within(domain.get(), rdns, first);
    }

    private static TreeName within(Domain domain, RDN[] rdns, int depth) {
        if (depth == 0) {
            return new OfDomain(domain);
        }
        boolean people = has(rdns[depth - 1], AttributeType.OU, PEOPLE);
        boolean groups = has(rdns[depth - 1], AttributeType.OU, GROUPS);
        if (depth > 2 || !people && !groups) {
            return new Nothing();
        }
        if (depth == 1) {
            return people ? new People(domain) : new Groups(domain);
        }
        return value(rdns[0], people ? AttributeType.UID : AttributeType.CN)
                .map(name -> leaf(name, domain, people))
                .orElseGet(Nothing::new);
    }

    private static TreeName leaf(String name, Domain domain, boolean person) {
        if (person) {
            return new Person(address(name, domain));
        }
        return new Group(
                name.equals("@" + domain.name()) ? new Address("", domain) : address(name, domain));
    }

    /// To look up, not to keep: what no address can have finds none.
    static Address address(String localPart, Domain domain) {
        return new Address(Normalizer.normalize(localPart, Normalizer.Form.NFC), domain)
                .lookupForm();
    }

    private static boolean has(RDN rdn, AttributeType type, String value) {
        return value(rdn, type).filter(value::equalsIgnoreCase).isPresent();
    }

    /// The value of an RDN that has this attribute and no other.
    private static Optional<String> value(RDN rdn, AttributeType type) {
        if (rdn.isMultiValued()
                || AttributeType.named(rdn.getAttributeNames()[0]).filter(type::equals).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(rdn.getAttributeValues()[0]);
    }

    /// An address as attributes of ASCII have it, as far as it can be.
    static String shown(Address address) {
        String text = address.toString();
        return address.needsSmtpUtf8()
                ? text
                : text.substring(0, text.length() - address.domain().name().length())
                        + address.domain().toAscii();
    }

    static String dn(Domain domain) {
        StringBuilder dn = new StringBuilder();
        for (String label : domain.toAscii().split("\\.")) {
            dn.append(dn.isEmpty() ? "dc=" : ",dc=").append(label);
        }
        return dn.toString();
    }

    static String peopleDn(Domain domain) {
        return "ou=" + PEOPLE + "," + dn(domain);
    }

    static String groupsDn(Domain domain) {
        return "ou=" + GROUPS + "," + dn(domain);
    }

    static String personDn(Address address) {
        return rdn("uid", address.localPart()) + "," + peopleDn(address.domain());
    }

    static String groupDn(Address address) {
        return rdn("cn", groupName(address)) + "," + groupsDn(address.domain());
    }

    static String groupName(Address address) {
        return address.localPart().isEmpty() ? "@" + address.domain() : address.localPart();
    }

    /// Most names have nothing to escape.
    private static String rdn(String type, String value) {
        return value.chars().allMatch(TreeName::isPlain)
                ? type + "=" + value
                : new RDN(type, value).toString();
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }
}

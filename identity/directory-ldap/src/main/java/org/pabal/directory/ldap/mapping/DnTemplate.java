// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// A distinguished name with places for an address: `ou={domain},ou=Mail,dc=example,dc=org`. Like
/// {@link FilterTemplate}: what is filled in is a value of its RDN, whatever stands in it. RFC 4514.
///
/// `dc={domain}` becomes one RDN for each label, as domains are written in trees: `dc=example,dc=org`
/// (RFC 2247).
public final class DnTemplate {
    private final DN tree;

    private DnTemplate(DN tree) {
        this.tree = tree;
    }

    /// @throws IllegalArgumentException with one sentence
    public static DnTemplate parse(String text) {
        try {
            DN tree = new DN(text);
            for (RDN rdn : tree.getRDNs()) {
                for (String value : rdn.getAttributeValues()) {
                    var _ = ValueTemplate.parse(value);
                }
            }
            return new DnTemplate(tree);
        } catch (LDAPException malformed) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no distinguished name: " + malformed.getMessage(),
                    malformed);
        }
    }

    /// Whether another domain has another base.
    public boolean hasPlaces() {
        return Arrays.stream(tree.getRDNs())
                .flatMap(rdn -> Arrays.stream(rdn.getAttributeValues()))
                .anyMatch(value -> ValueTemplate.parse(value).isPresent());
    }

    public DN fill(AskedName name) {
        return new DN(
                Arrays.stream(tree.getRDNs())
                        .flatMap(rdn -> isDomain(rdn) ? labels(name) : Stream.of(fill(rdn, name)))
                        .toArray(RDN[]::new));
    }

    private static boolean isDomain(RDN rdn) {
        return !rdn.isMultiValued()
                && rdn.getAttributeNames()[0].equalsIgnoreCase("dc")
                && rdn.getAttributeValues()[0].equals("{domain}");
    }

    private static Stream<RDN> labels(AskedName name) {
        return Arrays.stream(name.address().domain().toAscii().split("\\."))
                .map(label -> new RDN("dc", label));
    }

    private static RDN fill(RDN rdn, AskedName name) {
        String[] values = rdn.getAttributeValues();
        boolean changed = false;
        for (int i = 0; i < values.length; i++) {
            Optional<ValueTemplate> template = ValueTemplate.parse(values[i]);
            if (template.isPresent()) {
                values[i] = template.get().fill(name);
                changed = true;
            }
        }
        return changed ? new RDN(rdn.getAttributeNames(), values) : rdn;
    }

    @Override
    public String toString() {
        return tree.toString();
    }
}

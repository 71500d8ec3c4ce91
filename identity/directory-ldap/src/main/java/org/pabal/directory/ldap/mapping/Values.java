// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Reads the values of an entry's fields. They are foreign: bounded, and never taken for more than
/// they can be.
final class Values {
    /// More addresses than anybody has, and fewer than fill the memory.
    static final int MAX_VALUES = 1_000;

    private static final String SMTP = "smtp:";

    private Values() {}

    /// All values of all attributes of the field.
    static List<String> all(Mapping mapping, Field field, Entry entry) {
        List<String> values = new ArrayList<>();
        for (String attribute : mapping.attributes(field)) {
            String[] some = entry.getAttributeValues(attribute);
            for (int i = 0; some != null && i < some.length && values.size() < MAX_VALUES; i++) {
                values.add(some[i].strip());
            }
        }
        return values;
    }

    /// The first value of the first attribute that is there.
    static Optional<String> first(Mapping mapping, Field field, Entry entry) {
        for (String attribute : mapping.attributes(field)) {
            String value = entry.getAttributeValue(attribute);
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    /// Addresses; bare names are completed. Active Directory writes `SMTP:` before the primary one
    /// and `smtp:` before others; what has another such word is no mail address (`X400:`, `sip:`).
    static List<Address> addresses(Mapping mapping, Field field, Entry entry, Domain ownDomain) {
        List<Address> addresses = new ArrayList<>();
        for (String value : all(mapping, field, entry)) {
            address(value, ownDomain).ifPresent(addresses::add);
        }
        return addresses;
    }

    static Optional<Address> address(String value, Domain ownDomain) {
        String text =
                value.regionMatches(true, 0, SMTP, 0, SMTP.length())
                        ? value.substring(SMTP.length())
                        : value;
        boolean bare = text.indexOf('@') < 0;
        return Address.parse(bare ? text + "@" + ownDomain : text).map(Address::lookupForm);
    }

    /// A mail address and nothing else: no pipe, file, inclusion or quoting. THREATS L02.
    static Optional<Address> plainAddress(String value) {
        boolean plain =
                value.chars().noneMatch(c -> c == '|' || c == ':' || c == '/' || c == '"')
                        && !value.startsWith("-");
        return plain ? Address.parse(value).map(Address::lookupForm) : Optional.empty();
    }

    /// Text as it is, 16 octets of Active Directory's objectGUID as text: the first three parts have
    /// their octets the other way round ([MS-DTYP] §2.3.4.2).
    static Optional<String> key(Mapping mapping, Entry entry) {
        for (String attribute : mapping.attributes(Field.KEY)) {
            byte[] octets = entry.getAttributeValueBytes(attribute);
            if (octets != null && octets.length > 0) {
                return Optional.of(
                        attribute.equalsIgnoreCase("objectGUID") && octets.length == 16
                                ? guid(octets)
                                : new String(octets, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /// Finds the entry that has a key, which is no distinguished name.
    static Filter withKey(Mapping mapping, String key) {
        List<Filter> any = new ArrayList<>();
        for (String attribute : mapping.attributes(Field.KEY)) {
            any.add(
                    attribute.equalsIgnoreCase("objectGUID")
                            ? Filter.createEqualityFilter(attribute, octets(key))
                            : Filter.createEqualityFilter(attribute, key));
        }
        return Filter.createORFilter(any);
    }

    /// The other way round; a text that is no GUID stands for itself.
    private static byte[] octets(String guid) {
        try {
            UUID id = UUID.fromString(guid);
            long most = id.getMostSignificantBits();
            return ByteBuffer.allocate(16)
                    .putInt(Integer.reverseBytes((int) (most >>> 32)))
                    .putShort(Short.reverseBytes((short) (most >>> 16)))
                    .putShort(Short.reverseBytes((short) most))
                    .putLong(id.getLeastSignificantBits())
                    .array();
        } catch (IllegalArgumentException noGuid) {
            return guid.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String guid(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        int first = Integer.reverseBytes(in.getInt());
        short second = Short.reverseBytes(in.getShort());
        short third = Short.reverseBytes(in.getShort());
        long most = (long) first << 32 | (second & 0xFFFFL) << 16 | third & 0xFFFFL;
        return new UUID(most, in.getLong()).toString();
    }
}

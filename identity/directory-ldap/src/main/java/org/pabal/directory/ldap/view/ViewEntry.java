// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// An entry as one viewer may see it. Made when it is asked for; for one thread.
final class ViewEntry {
    private final String dn;
    private final Map<AttributeType, List<String>> attributes = new EnumMap<>(AttributeType.class);

    ViewEntry(String dn, String... objectClasses) {
        this.dn = dn;
        put(AttributeType.OBJECT_CLASS, List.of(objectClasses));
    }

    String dn() {
        return dn;
    }

    ViewEntry put(AttributeType type, String value) {
        attributes.put(type, List.of(value));
        return this;
    }

    /// Does nothing without values: an attribute has one at least.
    ViewEntry put(AttributeType type, Collection<String> values) {
        if (!values.isEmpty()) {
            attributes.put(type, List.copyOf(values));
        }
        return this;
    }

    ViewEntry add(AttributeType type, String... values) {
        List<String> all = new ArrayList<>(values(type));
        all.addAll(List.of(values));
        attributes.put(type, all);
        return this;
    }

    List<String> values(AttributeType type) {
        return attributes.getOrDefault(type, List.of());
    }

    Map<AttributeType, List<String>> attributes() {
        return attributes;
    }
}

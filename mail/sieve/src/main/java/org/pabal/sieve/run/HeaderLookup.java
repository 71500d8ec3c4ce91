// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;

/// The header fields of one version of a message, by name: scripts ask for the same few again and
/// again.
public final class HeaderLookup {
    private final Map<String, Fields> byName = new HashMap<>();

    private static final class Fields {
        final List<HeaderField> fields = new ArrayList<>(1);
        @Nullable List<String> texts;
    }

    public HeaderLookup(HeaderSection header) {
        for (HeaderField field : header.fields()) {
            byName.computeIfAbsent(lowerCase(field.name()), _ -> new Fields()).fields.add(field);
        }
    }

    /// In the order of the header section.
    public List<HeaderField> fields(String name) {
        Fields found = byName.get(lowerCase(name));
        return found == null ? List.of() : found.fields;
    }

    /// The same as people read them. RFC 5228 §2.7.2.
    public List<String> texts(String name) {
        Fields found = byName.get(lowerCase(name));
        if (found == null) {
            return List.of();
        }
        List<String> texts = found.texts;
        if (texts == null) {
            texts = found.fields.stream().map(HeaderText::decode).toList();
            found.texts = texts;
        }
        return texts;
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

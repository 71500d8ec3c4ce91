// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one method found. RFC 8601 §2.2 `resinfo`.
///
/// @param method such as `dkim`, in lower case
/// @param result such as `pass`, in lower case
/// @param properties what the result is about
public record MethodResult(
        String method, String result, Optional<String> reason, List<Property> properties) {
    public MethodResult {
        method = ResultText.keyword(method);
        result = ResultText.keyword(result);
        reason = reason.map(ResultText::bounded);
        properties = List.copyOf(properties);
    }

    /// What the result is about. RFC 8601 §2.2 `propspec`, §2.3.
    ///
    /// @param type `smtp`, `header`, `body` or `policy`
    /// @param name such as `mailfrom`
    public record Property(String type, String name, String value) {
        public Property {
            type = ResultText.keyword(type);
            name = ResultText.keyword(name);
            value = ResultText.bounded(value);
        }
    }

    public static MethodResult of(String method, Enum<?> result) {
        return new MethodResult(
                method, result.name().toLowerCase(Locale.ROOT), Optional.empty(), List.of());
    }

    /// Without effect when there is nothing to say.
    public MethodResult because(String text) {
        return text.isEmpty()
                ? this
                : new MethodResult(method, result, Optional.of(text), properties);
    }

    /// Without effect when there is nothing to say.
    public MethodResult with(String type, String name, String value) {
        if (value.isEmpty()) {
            return this;
        }
        List<Property> more = new ArrayList<>(properties);
        more.add(new Property(type, name, value));
        return new MethodResult(method, result, reason, more);
    }

    /// The first of this type and name.
    public Optional<String> property(String type, String name) {
        return properties.stream()
                .filter(p -> p.type().equalsIgnoreCase(type) && p.name().equalsIgnoreCase(name))
                .map(Property::value)
                .findFirst();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A filter with places for an address. RFC 4511 §4.5.1.7, RFC 4515.
///
/// It is parsed once, when the settings are read. To fill it copies the tree: connectives, attributes
/// and rules stay, and where an assertion value has a placeholder there is another value. Values
/// travel as octets with their length, so whatever stands in them is compared and nothing else.
public final class FilterTemplate {
    private final Filter tree;

    private FilterTemplate(Filter tree) {
        this.tree = tree;
    }

    /// @throws IllegalArgumentException with one sentence
    public static FilterTemplate parse(String text) {
        try {
            FilterTemplate template = new FilterTemplate(Filter.create(text));
            template.check(template.tree);
            return template;
        } catch (LDAPException malformed) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no LDAP filter: " + malformed.getMessage(), malformed);
        }
    }

    /// What both find.
    public FilterTemplate and(FilterTemplate other) {
        return new FilterTemplate(Filter.createANDFilter(tree, other.tree));
    }

    /// The same octets for the same name, on any thread.
    public Filter fill(AskedName name) {
        return fill(tree, name);
    }

    private static Filter fill(Filter filter, AskedName name) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(fillAll(filter, name));
            case Filter.FILTER_TYPE_OR -> Filter.createORFilter(fillAll(filter, name));
            case Filter.FILTER_TYPE_NOT ->
                    Filter.createNOTFilter(fill(there(filter.getNOTComponent()), name));
            case Filter.FILTER_TYPE_SUBSTRING ->
                    Filter.createSubstringFilter(
                            there(filter.getAttributeName()),
                            filledOrNull(filter.getSubInitialString(), name),
                            Arrays.stream(filter.getSubAnyStrings())
                                    .map(any -> filled(any, name))
                                    .toArray(String[]::new),
                            filledOrNull(filter.getSubFinalString(), name));
            case Filter.FILTER_TYPE_PRESENCE -> filter;
            default -> fillValue(filter, name);
        };
    }

    private static List<Filter> fillAll(Filter filter, AskedName name) {
        List<Filter> filled = new ArrayList<>();
        for (Filter component : filter.getComponents()) {
            filled.add(fill(component, name));
        }
        return filled;
    }

    private static Filter fillValue(Filter filter, AskedName name) {
        Optional<ValueTemplate> template = ValueTemplate.parse(there(filter.getAssertionValue()));
        if (template.isEmpty()) {
            return filter;
        }
        String value = template.get().fill(name);
        if (filter.getFilterType() == Filter.FILTER_TYPE_EXTENSIBLE_MATCH) {
            return Filter.createExtensibleMatchFilter(
                    filter.getAttributeName(),
                    filter.getMatchingRuleID(),
                    filter.getDNAttributes(),
                    value);
        }
        String attribute = there(filter.getAttributeName());
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_EQUALITY -> Filter.createEqualityFilter(attribute, value);
            case Filter.FILTER_TYPE_GREATER_OR_EQUAL ->
                    Filter.createGreaterOrEqualFilter(attribute, value);
            case Filter.FILTER_TYPE_LESS_OR_EQUAL ->
                    Filter.createLessOrEqualFilter(attribute, value);
            case Filter.FILTER_TYPE_APPROXIMATE_MATCH ->
                    Filter.createApproximateMatchFilter(attribute, value);

            default -> throw new IllegalStateException("no filter of RFC 4511: " + filter);
        };
    }

    private static String filled(String value, AskedName name) {
        return ValueTemplate.parse(value).map(template -> template.fill(name)).orElse(value);
    }

    /// The SDK says with null that a part of a substring is not there.
    private static @Nullable String filledOrNull(@Nullable String value, AskedName name) {
        return value == null ? null : filled(value, name);
    }

    private static <T> T there(@Nullable T part) {
        return Objects.requireNonNull(part, "a part that filters of this kind have");
    }

    /// So that the settings are refused and not the first mail.
    private void check(Filter filter) {
        switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND, Filter.FILTER_TYPE_OR ->
                    Arrays.stream(filter.getComponents()).forEach(this::check);
            case Filter.FILTER_TYPE_NOT -> check(there(filter.getNOTComponent()));
            case Filter.FILTER_TYPE_PRESENCE -> {}
            case Filter.FILTER_TYPE_SUBSTRING -> {
                List<String> values = new ArrayList<>(List.of(filter.getSubAnyStrings()));
                Optional.ofNullable(filter.getSubInitialString()).ifPresent(values::add);
                Optional.ofNullable(filter.getSubFinalString()).ifPresent(values::add);
                values.forEach(ValueTemplate::parse);
            }
            default -> {
                var _ = ValueTemplate.parse(there(filter.getAssertionValue()));
            }
        }
    }

    @Override
    public String toString() {
        return tree.toString();
    }
}

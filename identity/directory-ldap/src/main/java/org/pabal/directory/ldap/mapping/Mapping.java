// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// How a directory is read: a {@link Profile}, with what the settings say instead.
///
/// @param find finds the account of an address
/// @param login finds the account that logs in by a name
/// @param list finds all accounts
/// @param groups are looked for in this order when there is no account
/// @param attributes of each field; of one that holds one value, the first that is there counts
/// @param quotaUnitOctets of a quota without a unit
public record Mapping(
        FilterTemplate find,
        FilterTemplate login,
        FilterTemplate list,
        List<GroupRule> groups,
        Delivery delivery,
        Map<Field, List<String>> attributes,
        long quotaUnitOctets) {

    /// What an entry says about where its mail goes.
    public enum Delivery {
        /// Nothing, or the host.
        HERE,
        /// The brief address of its mailbox, {@link Field#ROUTING}: `hurd@imap.example.org`.
        MAILDROP,
        /// `mailHost` and `mailRoutingAddress` of inetLocalMailRecipient.
        LOCAL_MAIL_RECIPIENT
    }

    public Mapping {
        groups = List.copyOf(groups);
        attributes = Map.copyOf(attributes);
    }

    public List<String> attributes(Field field) {
        return attributes.getOrDefault(field, List.of());
    }

    /// What is asked for of an account: a photograph of 5 MB is not.
    ///
    /// @param password whether its hash is read too
    public String[] requested(boolean password) {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        attributes.forEach((field, some) -> {
            if (!field.isOfGroups() && (password || field != Field.PASSWORD)) {
                some.stream().map(Mapping::withoutSign).forEach(names::add);
            }
        });
        names.add("objectClass");
        return names.toArray(new String[0]);
    }

    /// What is asked for of a group to which rights are given, and of its members.
    public String[] requestedOfGroups() {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        attributes.forEach((field, some) -> {
            if (field.isOfGroups() || field == Field.KEY) {
                names.addAll(some);
            }
        });
        names.add("objectClass");
        return names.toArray(new String[0]);
    }

    /// Finds what may be called so, among groups.
    public FilterTemplate groupNamed() {
        StringBuilder any = new StringBuilder("(|");
        for (String attribute : attributes(Field.GROUP_NAME)) {
            any.append("(" + attribute + "={address})(" + attribute + "={login})");
        }
        return FilterTemplate.parse(any + ")");
    }

    static String withoutSign(String attribute) {
        return attribute.startsWith("!") ? attribute.substring(1) : attribute;
    }

    /// With a condition that each account meets besides, pam_ldap's `pam_filter`.
    public Mapping restrictedTo(FilterTemplate condition) {
        return new Mapping(
                find.and(condition),
                login.and(condition),
                list.and(condition),
                groups,
                delivery,
                attributes,
                quotaUnitOctets);
    }

    public Mapping withFilters(
            Optional<FilterTemplate> otherFind,
            Optional<FilterTemplate> otherLogin,
            Optional<FilterTemplate> otherList) {
        return new Mapping(
                otherFind.orElse(find),
                otherLogin.orElse(login),
                otherList.orElse(list),
                groups,
                delivery,
                attributes,
                quotaUnitOctets);
    }

    public Mapping withGroups(FilterTemplate filter, GroupRule.Form form) {
        return new Mapping(
                find,
                login,
                list,
                List.of(new GroupRule(filter, form, attributes(Field.MEMBERS))),
                delivery,
                attributes,
                quotaUnitOctets);
    }

    public Mapping withQuotaUnit(long octets) {
        return new Mapping(find, login, list, groups, delivery, attributes, octets);
    }

    /// @param other such as `quota=diskQuota`, `enabled=!nsAccountLock`, `name=displayName|cn`,
    ///     `host=` for none
    /// @throws IllegalArgumentException with one sentence
    public Mapping withAttributes(List<String> other) {
        Map<Field, List<String>> changed = new EnumMap<>(Field.class);
        changed.putAll(attributes);
        for (String line : other) {
            int equals = line.indexOf('=');
            Field field =
                    Field.of(equals < 0 ? "" : line.substring(0, equals).strip())
                            .orElseThrow(() -> new IllegalArgumentException(explained(line)));
            List<String> names = names(line.substring(equals + 1).strip());
            if (!names.stream().allMatch(name -> name.matches("!?[A-Za-z][A-Za-z0-9;.-]{0,99}"))) {
                throw new IllegalArgumentException(explained(line));
            }
            changed.put(field, names);
        }
        return new Mapping(find, login, list, groups, delivery, changed, quotaUnitOctets);
    }

    private static List<String> names(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\\s*\\|\\s*"));
    }

    private static String explained(String line) {
        StringBuilder fields = new StringBuilder();
        for (Field field : Field.values()) {
            fields.append(fields.isEmpty() ? "" : ", ").append(field.key());
        }
        return "\""
                + line
                + "\" does not name an attribute; write FIELD=ATTRIBUTE, where FIELD is one of "
                + fields;
    }
}

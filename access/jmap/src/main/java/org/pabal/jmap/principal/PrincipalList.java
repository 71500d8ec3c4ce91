// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.principal;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.method.Filter;
import org.pabal.jmap.method.Sort;
import org.pabal.message.Address;
import org.pabal.message.mime.UnicodeCasemap;

/// Which principals a query finds, and in which order. RFC 9670 §2.4.
final class PrincipalList {
    private PrincipalList() {}

    /// What is absent does not matter.
    record Condition(
            Optional<List<String>> accountIds,
            Optional<String> email,
            Optional<String> name,
            Optional<String> text,
            Optional<String> type,
            Optional<String> timeZone) {

        static Condition read(JmapObject json) {
            Condition condition =
                    new Condition(
                            json.findIds("accountIds"),
                            json.findString("email"),
                            json.findString("name"),
                            json.findString("text"),
                            json.findString("type"),
                            json.findString("timeZone"));
            json.noOtherCondition();
            return condition;
        }

        boolean holds(Principal each, JmapUser user) {
            String address = each.email().map(Address::toString).orElse("");
            String kind = each.type().name().toLowerCase(Locale.ROOT);
            return accountIds
                            .map(ids -> ids.stream().anyMatch(id -> isAccountOf(each, user, id)))
                            .orElse(true)
                    && email.map(part -> has(address, part)).orElse(true)
                    && name.map(part -> has(each.name(), part)).orElse(true)
                    && text.map(part -> has(each.name(), part) || has(address, part)).orElse(true)
                    && type.map(kind::equals).orElse(true)
                    && timeZone.isEmpty();
        }

        /// Only what {@link Principals#json} shows is found.
        private static boolean isAccountOf(Principal each, JmapUser user, String id) {
            return each.account().filter(id::equals).isPresent()
                    && user.accounts().stream().anyMatch(shown -> shown.id().equals(id));
        }

        private static boolean has(String text, String part) {
            return UnicodeCasemap.fold(text).contains(UnicodeCasemap.fold(part));
        }
    }

    private static final Map<String, Comparator<Principal>> ORDERS =
            Map.of(
                    "name",
                    Comparator.comparing(each -> UnicodeCasemap.fold(each.name())),
                    "email",
                    Comparator.comparing(each -> each.email().map(Address::toString).orElse("")),
                    "type",
                    Comparator.comparing(each -> each.type().name()));

    /// Where nothing else is said, by their names.
    static List<String> ids(
            Principals principals,
            JmapUser user,
            Optional<Filter<Condition>> filter,
            List<Sort> sort) {
        return principals.of(user).values().stream()
                .filter(each -> Filter.finds(filter, part -> part.holds(each, user)))
                .sorted(Sort.order(sort, "Principals", ORDERS))
                .map(Principal::id)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.method.Filter;
import org.pabal.jmap.method.Sort;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.ObjectIds;
import org.pabal.message.mime.UnicodeCasemap;

/// Which mailboxes a query finds, and in which order. RFC 8621 §2.3.
///
/// @param sortAsTree each mailbox stands behind the one above it
/// @param filterAsTree one is found only if the one above it is
record MailboxList(
        Optional<Filter<Condition>> filter,
        List<Sort> sort,
        boolean sortAsTree,
        boolean filterAsTree) {

    /// RFC 8621 §2.3: FilterCondition. What is absent does not matter.
    ///
    /// @param parentId the inner one empty for a mailbox at the top
    record Condition(
            Optional<Optional<String>> parentId,
            Optional<String> name,
            Optional<Optional<String>> role,
            Optional<Boolean> hasAnyRole,
            Optional<Boolean> isSubscribed) {

        static Condition read(JmapObject json) {
            Condition condition =
                    new Condition(
                            json.has("parentId")
                                    ? Optional.of(json.findId("parentId"))
                                    : Optional.empty(),
                            json.findString("name"),
                            json.has("role")
                                    ? Optional.of(json.findString("role"))
                                    : Optional.empty(),
                            json.findBool("hasAnyRole"),
                            json.findBool("isSubscribed"));
            json.noOtherCondition();
            return condition;
        }

        boolean holds(MailboxView view, MailboxInfo mailbox) {
            Optional<String> above = view.parent(mailbox).map(each -> ObjectIds.of(each.id()));
            Optional<String> itsRole = MailboxView.role(mailbox);
            return parentId.map(above::equals).orElse(true)
                    && name.map(part -> folded(view.name(mailbox)).contains(folded(part)))
                            .orElse(true)
                    && role.map(itsRole::equals).orElse(true)
                    && hasAnyRole.map(any -> any == itsRole.isPresent()).orElse(true)
                    && isSubscribed.map(is -> is == mailbox.subscribed()).orElse(true);
        }
    }

    List<String> ids(MailboxView view) {
        Comparator<MailboxInfo> order = order(view);
        return view.snapshot().mailboxes().stream()
                .filter(each -> isFound(view, each))
                .sorted(sortAsTree ? asTree(view, order) : order)
                .map(each -> ObjectIds.of(each.id()))
                .toList();
    }

    private boolean isFound(MailboxView view, MailboxInfo mailbox) {
        List<MailboxInfo> all = filterAsTree ? view.path(mailbox) : List.of(mailbox);
        return all.stream().allMatch(each -> Filter.finds(filter, part -> part.holds(view, each)));
    }

    /// What sorts alike stands in the order of the ids.
    private Comparator<MailboxInfo> order(MailboxView view) {
        Map<String, Comparator<MailboxInfo>> orders =
                Map.of(
                        "name",
                        (one, other) ->
                                Arrays.compareUnsigned(key(view.name(one)), key(view.name(other))),
                        "sortOrder",
                        Comparator.comparingLong(view::order));
        return Sort.order(sort, "Mailboxes", orders)
                .thenComparing(Comparator.comparingLong(each -> each.id().value()));
    }

    private static Comparator<MailboxInfo> asTree(MailboxView view, Comparator<MailboxInfo> order) {
        return (one, other) -> {
            List<MailboxInfo> path = view.path(one);
            List<MailboxInfo> otherPath = view.path(other);
            for (int i = 0; i < Math.min(path.size(), otherPath.size()); i++) {
                int difference = order.compare(path.get(i), otherPath.get(i));
                if (difference != 0) {
                    return difference;
                }
            }
            return Integer.compare(path.size(), otherPath.size());
        };
    }

    private static byte[] key(String name) {
        return folded(name).getBytes(StandardCharsets.UTF_8);
    }

    private static String folded(String text) {
        return UnicodeCasemap.fold(text);
    }
}

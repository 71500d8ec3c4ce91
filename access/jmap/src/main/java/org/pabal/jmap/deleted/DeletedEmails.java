// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.deleted;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.Filter;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.DeletedId;
import org.pabal.mailbox.DeletedMessage;
import org.pabal.mailbox.DeletedMessages;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxStore;

/// The methods of `urn:pabal:params:jmap:restore`, and what they share.
public record DeletedEmails(MailboxStore store) {
    /// So many messages are looked through for a text, the newest deletions first.
    private static final int MOST_SEARCHED = 10_000;

    private static final int READ_AT_ONCE = 500;

    public List<JmapMethod> methods() {
        return List.of(
                new DeletedEmailQuery(this),
                new DeletedEmailGet(this),
                new DeletedEmailRestore(this),
                new DeletedEmailDestroy(this));
    }

    AccountMailboxes mailboxes(JmapAccount account) {
        return store.open(account.owner());
    }

    /// @param newest the newest deletions first
    /// @param total of those that are wanted, as far as they were looked through
    /// @param hasMore older ones were not looked through
    record Found(List<DeletedMessage> newest, long total, boolean hasMore) {}

    /// @param counted whether the total has to be exact; else it may say no more than that there is one
    ///     more than was asked for
    static Found find(AccountMailboxes mailboxes, DeletedFilter filter, int most, boolean counted) {
        DeletedMessages deleted = mailboxes.deleted();
        if (filter.text().isPresent()) {
            return findText(mailboxes, filter, most);
        }
        if (filter.equals(DeletedFilter.ALL)) {
            return new Found(deleted.newest(filter::holds, most), deleted.size().messages(), false);
        }
        if (counted) {
            DeletedMessages.Found found = deleted.find(filter::holds, most);
            return new Found(found.newest(), found.total(), false);
        }
        List<DeletedMessage> newest = deleted.newest(filter::holds, most + 1);
        return new Found(cut(newest, most), newest.size(), false);
    }

    private static Found findText(AccountMailboxes mailboxes, DeletedFilter filter, int most) {
        List<DeletedMessage> looked = mailboxes.deleted().newest(filter::holds, MOST_SEARCHED + 1);
        List<DeletedMessage> holding = withText(mailboxes, filter, cut(looked, MOST_SEARCHED));
        return new Found(cut(holding, most), holding.size(), looked.size() > MOST_SEARCHED);
    }

    private static List<DeletedMessage> cut(List<DeletedMessage> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }

    private static List<DeletedMessage> withText(
            AccountMailboxes mailboxes, DeletedFilter filter, List<DeletedMessage> all) {
        List<DeletedMessage> holding = new ArrayList<>();
        for (int from = 0; from < all.size(); from += READ_AT_ONCE) {
            List<DeletedMessage> some =
                    all.subList(from, Math.min(all.size(), from + READ_AT_ONCE));
            Set<EmailId> emails = new HashSet<>();
            mailboxes.messages(some.stream().map(DeletedMessage::email).toList()).stream()
                    .filter(filter::holds)
                    .forEach(message -> emails.add(message.id()));
            some.stream().filter(each -> emails.contains(each.email())).forEach(holding::add);
        }
        return holding;
    }

    /// What a call is about: either ids or a filter.
    ///
    /// @param unknown ids that none has
    /// @param hasMore others that the filter finds are left for the next call
    record Wanted(List<DeletedId> ids, List<String> unknown, boolean hasMore) {}

    /// Reads `ids` or `filter`, and nothing else.
    ///
    /// @throws MethodError `invalidArguments`, `requestTooLarge`
    static Wanted wanted(MethodCall call, AccountMailboxes mailboxes) {
        JmapObject arguments = call.arguments();
        Optional<List<String>> ids = arguments.findIds("ids");
        Optional<Filter<DeletedFilter>> filter = Filter.read(arguments, DeletedFilter::read);
        arguments.nothingElse();
        if (ids.isPresent() == filter.isPresent()) {
            throw arguments.wrong("ids", "or filter is needed, and not both");
        }
        return ids.isPresent()
                ? ofIds(ids.get(), call.limits().maxObjectsInSet())
                : ofFilter(mailboxes, DeletedFilter.of(filter));
    }

    private static Wanted ofIds(List<String> ids, int most) {
        if (ids.size() > most) {
            throw MethodError.requestTooLarge(
                    ids.size() + " messages are named; at most " + most + " are taken at once.");
        }
        List<DeletedId> known = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String id : ids) {
            DeletedId.parse(id).ifPresentOrElse(known::add, () -> unknown.add(id));
        }
        return new Wanted(known, unknown, false);
    }

    private static Wanted ofFilter(AccountMailboxes mailboxes, DeletedFilter filter) {
        Found found = find(mailboxes, filter, DeletedMessages.MOST_AT_ONCE, false);
        return new Wanted(
                found.newest().stream().map(DeletedMessage::id).toList(),
                List.of(),
                found.hasMore() || found.total() > found.newest().size());
    }
}

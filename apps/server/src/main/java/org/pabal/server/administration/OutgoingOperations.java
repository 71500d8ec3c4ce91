// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.breaker.Frozen;
import org.pabal.mta.queue.Intervention;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.QueueFilter;
import org.pabal.mta.queue.QueueId;
import org.pabal.mta.queue.QueuePage;

/// Accounts whose outgoing mail is held, and what becomes of it.
public final class OutgoingOperations {
    private static final int PAGE = 500;

    private final Directory directory;
    private final Supplier<Breaker> breaker;
    private final Supplier<Queue> queue;

    public OutgoingOperations(
            Directory directory, Supplier<Breaker> breaker, Supplier<Queue> queue) {
        this.directory = directory;
        this.breaker = breaker;
        this.queue = queue;
    }

    /// `frozen`, each with `account`, `since`, `place`, `reason`, `held`: how many entries wait.
    Map<String, Object> list() {
        return Map.of("frozen", breaker.get().all().stream().map(this::shown).toList());
    }

    private Map<String, Object> shown(Frozen frozen) {
        Optional<Account> account = directory.account(frozen.account());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put(
                "account",
                account.map(each -> each.address().toString()).orElse(frozen.account().toString()));
        shown.put("since", frozen.since().toString());
        shown.put("place", frozen.place());
        shown.put("reason", frozen.reason());
        shown.put("held", account.map(each -> count(each)).orElse(0));
        return shown;
    }

    private int count(Account account) {
        List<QueueId> ids = new ArrayList<>();
        eachHeld(account, ids::add);
        return ids.size();
    }

    /// `account`, `frozen` (as of the list, without `account`) or none, and `places`, each with
    /// `network`, `first` or empty, `last`, `new`.
    Map<String, Object> show(Arguments arguments) {
        Account account = account(arguments);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("account", account.address().toString());
        breaker.get().find(account.id()).ifPresent(frozen -> result.put("frozen", shown(frozen)));
        result.put("places", breaker.get().placesOf(account).stream().map(this::shown).toList());
        return result;
    }

    private Map<String, Object> shown(Breaker.Known place) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("network", place.network());
        shown.put("first", place.first().map(Object::toString).orElse(""));
        shown.put("last", place.last().toString());
        shown.put("new", place.fresh());
        return shown;
    }

    /// @param arguments `address`, `reason`
    Map<String, Object> freeze(Arguments arguments) {
        Account account = account(arguments);
        breaker.get().freeze(account, "", arguments.text("reason", "by an administrator"));
        int held = hold(queue.get(), account);
        return Map.of("account", account.address().toString(), "held", held);
    }

    /// Holds what an account has in the queue on its way to others.
    ///
    /// @return how many entries
    public static int hold(Queue queue, Account account) {
        Intervention wish = new Intervention.Hold(Breaker.heldReason(account) + "sent before");
        QueueFilter filter =
                new QueueFilter(
                        Optional.of(account.address().toString()),
                        Optional.empty(),
                        Optional.empty(),
                        QueueFilter.Which.NOT_HELD);
        int held = 0;
        Optional<QueueId> after = Optional.empty();
        do {
            var some = queue.intervene(filter, wish, after);
            held += some.done().size();
            after = some.next();
        } while (after.isPresent());
        return held;
    }

    /// `released`, how many entries go on their way.
    Map<String, Object> release(Arguments arguments) {
        Account account = account(arguments);
        boolean was = breaker.get().release(account);
        int released = change(account, new Intervention.Release());
        if (!was && released == 0) {
            throw new Arguments.Unusable(
                    "the outgoing mail of "
                            + account.address()
                            + " is not frozen; pabal outgoing list shows whose is");
        }
        return Map.of("account", account.address().toString(), "released", released);
    }

    /// `discarded`, how many entries were taken out of the queue; the account stays frozen.
    Map<String, Object> discard(Arguments arguments) {
        Account account = account(arguments);
        int discarded =
                change(account, new Intervention.Remove("discarded: the account was frozen"));
        return Map.of("account", account.address().toString(), "discarded", discarded);
    }

    private int change(Account account, Intervention wish) {
        List<QueueId> ids = new ArrayList<>();
        eachHeld(account, ids::add);
        int changed = 0;
        for (QueueId id : ids) {
            changed += queue.get().intervene(id, wish) == Intervention.Result.DONE ? 1 : 0;
        }
        return changed;
    }

    private void eachHeld(Account account, Consumer<QueueId> each) {
        QueueFilter held =
                new QueueFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        QueueFilter.Which.HELD);
        String reason = Breaker.heldReason(account);
        Optional<QueueId> after = Optional.empty();
        do {
            QueuePage page = queue.get().list(held, after, PAGE);
            for (QueueEntry entry : page.entries()) {
                if (entry.held().filter(why -> why.startsWith(reason)).isPresent()) {
                    each.accept(entry.id());
                }
            }
            after = page.next();
        } while (after.isPresent());
    }

    private Account account(Arguments arguments) {
        Address address = arguments.parsed(arguments.text("address"), "an address", Address::parse);
        return switch (directory.resolve(address)) {
            case Resolution.Local(var account) -> account;
            case Resolution.Disabled(var account) -> account;
            case Resolution.Alias _,
                    Resolution.Retired _,
                    Resolution.Unknown _,
                    Resolution.Foreign _ ->
                    throw new Arguments.Unusable("there is no account " + address);
        };
    }
}

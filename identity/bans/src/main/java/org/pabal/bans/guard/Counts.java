// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans.guard;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.pabal.bans.Evidence;
import org.pabal.bans.NameTally;
import org.pabal.bans.Siege;
import org.pabal.bans.Source;
import org.pabal.bans.SourceAndName;
import org.pabal.bans.SourceTally;
import org.pabal.bans.format.v1.BanFormat;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;

/// What counts against whom, as far as it is bounded. For one thread at a time: its owner's lock.
final class Counts {
    static final int MAX_SOURCES = 50_000;
    static final int MAX_NAMES = 50_000;
    static final int MAX_SIEGES = 20_000;

    /// What nobody has added to for so long counts no longer.
    private static final long FORGOTTEN = Duration.ofDays(2).toSeconds();

    private final Bounded<Source, SourceTally> sources = new Bounded<>(MAX_SOURCES);
    private final Bounded<SourceAndName, NameTally> names = new Bounded<>(MAX_NAMES);
    private final Bounded<String, Siege> sieges = new Bounded<>(MAX_SIEGES);

    SourceTally source(Source source) {
        return sources.change(source, SourceTally::new);
    }

    NameTally name(SourceAndName of) {
        return names.change(of, NameTally::new);
    }

    /// Before it is known whether anything is to be counted.
    NameTally prepare(SourceAndName of) {
        return names.prepare(of, NameTally::new);
    }

    Optional<NameTally> nameIfAny(SourceAndName of) {
        return names.get(of);
    }

    Optional<SourceTally> sourceIfAny(Source source) {
        return sources.get(source);
    }

    void forget(SourceAndName of, NameTally tally) {
        if (tally.isClean()) {
            names.discard(of);
        } else {
            names.remove(of);
        }
    }

    void forget(Source source) {
        sources.remove(source);
        List<SourceAndName> within =
                names.all().keySet().stream()
                        .filter(each -> source.contains(each.source()))
                        .toList();
        within.forEach(names::remove);
    }

    Siege siege(String name) {
        return sieges.change(name, Siege::new);
    }

    Optional<Siege> siegeIfAny(String name) {
        return sieges.get(name);
    }

    void eachName(BiConsumer<SourceAndName, NameTally> what) {
        names.all().forEach(what);
    }

    int size() {
        return sources.size() + names.size() + sieges.size();
    }

    void note(Source source, Evidence what) {
        source(source).note(what);
    }

    void load(Entry entry) {
        byte[] key = entry.key();
        switch (key[0]) {
            case BanFormat.SOURCES ->
                    sources.load(BanFormat.source(key), BanFormat.sourceTally(entry.value()));
            case BanFormat.NAMES ->
                    names.load(BanFormat.sourceAndName(key), BanFormat.nameTally(entry.value()));
            case BanFormat.SIEGES ->
                    sieges.load(BanFormat.siegedName(key), BanFormat.siege(entry.value()));
            default -> throw new IllegalArgumentException("a count of the kind " + key[0]);
        }
    }

    void forgetOld(long now) {
        sources.removeIf(tally -> now - tally.last() > FORGOTTEN);
        names.removeIf(tally -> now - tally.last() > FORGOTTEN);
        sieges.removeIf(siege -> now - siege.last() > FORGOTTEN);
    }

    void drain(int atOnce, List<Change> to) {
        sources.drain(
                atOnce,
                (source, tally) ->
                        to.add(
                                tally == null
                                        ? new Change.Delete(BanFormat.key(source))
                                        : new Change.Put(
                                                BanFormat.key(source), BanFormat.encode(tally))));
        names.drain(
                atOnce,
                (of, tally) -> {
                    byte[] key = BanFormat.key(BanFormat.NAMES, of);
                    to.add(
                            tally == null
                                    ? new Change.Delete(key)
                                    : new Change.Put(key, BanFormat.encode(tally)));
                });
        sieges.drain(
                atOnce,
                (name, siege) -> {
                    byte[] key = BanFormat.siege(name);
                    to.add(
                            siege == null
                                    ? new Change.Delete(key)
                                    : new Change.Put(key, BanFormat.encode(siege)));
                });
    }
}

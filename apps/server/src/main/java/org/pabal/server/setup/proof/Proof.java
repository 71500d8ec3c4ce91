// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.message.Address;

/// One proof: how far it is, and what was found. Safe for use by many threads.
public final class Proof {
    public static final int MOST = 10;

    private final String id;
    private final Account account;
    private final Optional<Address> outside;
    private final Instant began;
    private final Map<Stage, Told> stages = new EnumMap<>(Stage.class);
    private final Map<Why, Lost> lost = new LinkedHashMap<>();
    private final Map<Why, String> unknown = new LinkedHashMap<>();
    private boolean done;

    /// Its parts, in order.
    public enum Stage {
        SEND,
        ARRIVE,
        HEADERS,
        OUTSIDE,
        ANSWER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum State {
        WAITING,
        RUNNING,
        OK,
        WARN,
        BAD,
        SKIPPED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param said quoted from a server, or a fact; may be empty
    /// @param hint a sentence for the administrator; may be empty
    public record Told(State state, String said, String hint) {
        static final Told WAITING = new Told(State.WAITING, "", "");
        static final Told RUNNING = new Told(State.RUNNING, "", "");
        static final Told SKIPPED = new Told(State.SKIPPED, "", "");
    }

    /// @param why a word of the contract with the page
    /// @param hint a sentence; may be empty
    public record Lost(int points, String why, String hint) {}

    /// What is known at one moment.
    ///
    /// @param unknown what could not be looked at, with the reason: by the words of {@link Lost}
    public record Page(
            Map<Stage, Told> stages,
            int score,
            List<Lost> lost,
            Map<String, String> unknown,
            boolean done) {}

    Proof(String id, Account account, Optional<Address> outside, Instant began) {
        this.id = id;
        this.account = account;
        this.outside = outside;
        this.began = began;
        for (Stage stage : Stage.values()) {
            stages.put(stage, Told.WAITING);
        }
        if (outside.isEmpty()) {
            stages.put(Stage.OUTSIDE, Told.SKIPPED);
            stages.put(Stage.ANSWER, Told.SKIPPED);
        }
    }

    public String id() {
        return id;
    }

    Account account() {
        return account;
    }

    Optional<Address> outside() {
        return outside;
    }

    Instant began() {
        return began;
    }

    /// For what is said to its administrator.
    Locale language() {
        return Locale.forLanguageTag(account.language().tag());
    }

    /// With its angle brackets.
    ///
    /// @param kind `self` or `outside`
    String messageId(String kind, String hostname) {
        return "<proof-" + kind + "-" + id + "@" + hostname + ">";
    }

    synchronized Told at(Stage stage) {
        return stages.getOrDefault(stage, Told.SKIPPED);
    }

    void at(Stage stage, State state, String said, String hint) {
        at(stage, new Told(state, said, hint));
    }

    synchronized void at(Stage stage, Told told) {
        stages.put(stage, told);
    }

    void lose(Why why, String hint) {
        lose(why, why.points(), hint);
    }

    /// Each is lost once, for what costs most.
    synchronized void lose(Why why, int points, String hint) {
        Lost before = lost.get(why);
        if (before == null || before.points() < points) {
            lost.put(why, new Lost(points, why.word(), hint));
        }
    }

    synchronized boolean outsideTook() {
        return is(Stage.OUTSIDE, State.OK);
    }

    synchronized void notKnown(Why why, String reason) {
        unknown.putIfAbsent(why, reason);
    }

    /// What has not begun by now is left out.
    synchronized void end() {
        stages.replaceAll((stage, told) ->
                stage != Stage.ANSWER
                                && (told.state() == State.WAITING || told.state() == State.RUNNING)
                        ? Told.SKIPPED
                        : told);
        done = true;
    }

    synchronized boolean isDone() {
        return done;
    }

    /// Own mail came through with its header as it should be, and the server outside, where there was
    /// one to ask, took its mail.
    public synchronized boolean isGood() {
        return done
                && is(Stage.SEND, State.OK)
                && (is(Stage.ARRIVE, State.OK) || is(Stage.ARRIVE, State.WARN))
                && (is(Stage.HEADERS, State.OK) || is(Stage.HEADERS, State.WARN))
                && (outside.isEmpty() || is(Stage.OUTSIDE, State.OK));
    }

    private boolean is(Stage stage, State state) {
        return at(stage).state() == state;
    }

    public synchronized Page page() {
        List<Lost> all = new ArrayList<>(lost.values());
        int score = MOST - all.stream().mapToInt(Lost::points).sum();
        Map<String, String> notLookedAt = new LinkedHashMap<>();
        unknown.forEach((why, reason) -> {
            if (!lost.containsKey(why)) {
                notLookedAt.put(why.word(), reason);
            }
        });
        return new Page(new EnumMap<>(stages), Math.max(0, score), all, notLookedAt, done);
    }
}

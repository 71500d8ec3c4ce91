// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mda.lab.Chunk.Copy;
import org.pabal.mda.lab.Chunk.Step;
import org.pabal.sieve.Action;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.SieveMessage;

/// What a script's outcome means for a message that lies in a mailbox already.
///
/// @param step what is done; empty when nothing is
/// @param notDone the names of actions that are passed over
record Plan(Optional<Step> step, List<String> notDone) {

    /// Finds where messages go.
    interface Targets {
        /// @return empty when there is no such mailbox
        Optional<MailboxId> of(Action.MailboxTarget target);

        /// Where what is discarded goes; empty when it stays.
        Optional<MailboxId> trash();
    }

    /// A message as it lies there.
    record Lying(long email, long uid, Flags flags, MailboxId mailbox) {}

    static Plan of(Outcome outcome, Lying message, SieveMessage original, Targets targets) {
        return new Planning(message, original, targets).plan(outcome.actions());
    }

    private static final class Planning {
        private final Lying message;
        private final SieveMessage original;
        private final Targets targets;
        private final List<String> notDone = new ArrayList<>();

        /// Where it is to lie in the end, in the order of the script, with the flags it gets there.
        private final Map<MailboxId, List<String>> places = new LinkedHashMap<>();

        private boolean stays;
        private boolean discarded;

        Planning(Lying message, SieveMessage original, Targets targets) {
            this.message = message;
            this.original = original;
            this.targets = targets;
        }

        Plan plan(List<Action> actions) {
            actions.forEach(this::take);
            if (places.isEmpty() && !stays && discarded) {
                targets.trash().ifPresent(trash -> places.put(trash, List.of()));
            }
            Step step = step();
            return new Plan(step.isEmpty() ? Optional.empty() : Optional.of(step), notDone);
        }

        private void take(Action action) {
            switch (action) {
                case Action.Keep(var version, var flags, _) -> {
                    checkIsOriginal(version);
                    stays = true;
                    place(message.mailbox(), flags);
                }
                case Action.FileInto(var version, var target, var flags) -> {
                    checkIsOriginal(version);
                    Optional<MailboxId> mailbox = targets.of(target);
                    if (mailbox.isPresent()) {
                        place(mailbox.get(), flags);
                    } else {
                        notDone.add("fileinto " + target.name());
                        stays = true;
                    }
                }
                case Action.Discard _ -> discarded = true;
                case Action.Redirect _ -> passOver("redirect");
                case Action.Reject _ -> passOver("reject");
                case Action.Vacation _ -> passOver("vacation");
                case Action.Notification _ -> passOver("notify");
                case Action.Pipe _ -> passOver("pipe");
                case Action.Execute _ -> passOver("execute");
                case Action.Snooze _ -> passOver("snooze");
                case Action.Remember _ -> {} // nothing that anyone would miss
            }
        }

        /// What takes the keep away by itself leaves the message where it is.
        private void passOver(String name) {
            notDone.add(name);
        }

        @SuppressWarnings("ReferenceEquality") // a version is what it is, whatever its octets
        private void checkIsOriginal(SieveMessage version) {
            if (version != original && !notDone.contains("editheader")) {
                notDone.add("editheader");
            }
        }

        private void place(MailboxId mailbox, Optional<List<String>> flags) {
            places.merge(
                    mailbox,
                    flags.orElse(List.of()),
                    (before, more) -> {
                        List<String> both = new ArrayList<>(before);
                        both.addAll(more);
                        return both;
                    });
        }

        private Step step() {
            List<String> flagsHere = places.remove(message.mailbox());
            boolean moves = !stays && flagsHere == null && !places.isEmpty();
            MailboxId last = null;
            List<Copy> copies = new ArrayList<>();
            for (Map.Entry<MailboxId, List<String>> place : places.entrySet()) {
                last = place.getKey();
                copies.add(new Copy(last.value(), missing(place.getValue())));
            }
            List<String> added = missing(flagsHere == null ? List.of() : flagsHere);
            long movedTo = 0;
            if (moves && last != null) {
                movedTo = last.value();
                added = copies.removeLast().flagsAdded();
            }
            return new Step(message.email(), message.uid(), added, movedTo, copies);
        }

        /// Flags that a script sets are added: what somebody has read stays read.
        private List<String> missing(List<String> flags) {
            return flags.stream().distinct().filter(flag -> !message.flags().has(flag)).toList();
        }
    }
}

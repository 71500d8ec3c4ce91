// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailbox.Filing;
import org.pabal.storage.Change;

/// What becomes of a recipient's copy.
public sealed interface Decision {

    /// The copy is taken: all of this is done in one commit, or nothing.
    ///
    /// @param filings none when the copy is not kept
    /// @param mails that leave because of it; each becomes a mail of its own
    /// @param jobs that run once the commit is durable
    /// @param memory changes to the account's space, under keys of the delivery agent
    /// @param rule who or what decided, such as a script's name; empty when nothing but the preset
    /// @param actions what was decided, each in a few words of the ledger's; empty when there is
    ///     nothing to say beyond the filings
    /// @param rules what of the owner's own script has done something
    record Taken(
            List<Filing> filings,
            List<OutgoingMail> mails,
            List<LaterJob> jobs,
            List<Change> memory,
            String rule,
            List<String> actions,
            List<ActedRule> rules)
            implements Decision {
        public Taken {
            filings = List.copyOf(filings);
            mails = List.copyOf(mails);
            jobs = List.copyOf(jobs);
            memory = List.copyOf(memory);
            actions = List.copyOf(actions);
            rules = List.copyOf(rules);
        }

        /// What no script of the owner's has to do with.
        public Taken(
                List<Filing> filings,
                List<OutgoingMail> mails,
                List<LaterJob> jobs,
                List<Change> memory,
                String rule,
                List<String> actions) {
            this(filings, mails, jobs, memory, rule, actions, List.of());
        }

        /// The same with other work for later.
        public Taken withJobs(List<LaterJob> others) {
            return new Taken(filings, mails, others, memory, rule, actions, rules);
        }

        /// The same with more to remember.
        public Taken remembering(List<Change> more) {
            List<Change> all = new ArrayList<>(memory);
            all.addAll(more);
            return new Taken(filings, mails, jobs, all, rule, actions, rules);
        }

        /// Filed, and nothing else.
        public static Taken filed(Filing filing) {
            return new Taken(List.of(filing), List.of(), List.of(), List.of(), "", List.of());
        }
    }

    /// The copy is not wanted. RFC 5429.
    ///
    /// @param text what the sender is told; may have several lines and characters beyond ASCII
    /// @param extended by `ereject`
    /// @param rule the script's name
    /// @param rules what of the owner's own script has done something
    /// @param memory changes to the account's space when the copy is refused at once
    record Refused(
            String text, boolean extended, String rule, List<ActedRule> rules, List<Change> memory)
            implements Decision {
        public Refused {
            rules = List.copyOf(rules);
            memory = List.copyOf(memory);
        }

        /// What no script of the owner's has to do with.
        public Refused(String text, boolean extended, String rule) {
            this(text, extended, rule, List.of(), List.of());
        }
    }
}

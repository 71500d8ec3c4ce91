// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.filter.learning.LearnCount;
import org.pabal.filter.learning.Learning;
import org.pabal.filter.learning.Learning.Example;
import org.pabal.filter.learning.LearningStatus;
import org.pabal.spam.statistics.Kind;

/// What administrators teach the spam filter, and how far it has come.
public final class LearningOperations {
    private static final int MAX_MESSAGES = 2_000;

    private final DirectoryAdministration directory;
    private final Supplier<Learning> learning;

    public LearningOperations(DirectoryAdministration directory, Supplier<Learning> learning) {
        this.directory = directory;
        this.learning = learning;
    }

    /// `learnt`, `known`, `turned` (that had been learnt as the other kind), `unlearnt`.
    ///
    /// @param arguments `address`, or all learn; lists of messages in base64: `spam`, `ham`, and
    ///     `nothing` for those that are to be unlearnt
    Map<String, Object> learn(Arguments arguments) {
        List<Example> examples =
                inTurn(
                        examples(arguments, "spam", Optional.of(Kind.SPAM)),
                        examples(arguments, "ham", Optional.of(Kind.HAM)));
        examples.addAll(examples(arguments, "nothing", Optional.empty()));
        if (examples.size() > MAX_MESSAGES) {
            throw new Arguments.Unusable("more than " + MAX_MESSAGES + " messages in one call");
        }
        LearnCount count =
                account(arguments)
                        .map(account -> learning.get().learn(account.id(), examples))
                        .orElseGet(() -> learning.get().learn(examples));
        return Map.of(
                "learnt", count.learnt(),
                "known", count.known(),
                "turned", count.turned(),
                "unlearnt", count.unlearnt());
    }

    /// The statistics learn better when they see either kind in turn.
    private static List<Example> inTurn(List<Example> spam, List<Example> ham) {
        List<Example> all = new ArrayList<>(spam.size() + ham.size());
        for (int i = 0; i < Math.max(spam.size(), ham.size()); i++) {
            if (i < spam.size()) {
                all.add(spam.get(i));
            }
            if (i < ham.size()) {
                all.add(ham.get(i));
            }
        }
        return all;
    }

    private static List<Example> examples(Arguments arguments, String name, Optional<Kind> word) {
        if (!arguments.has(name)) {
            return List.of();
        }
        try {
            return arguments.texts(name).stream()
                    .map(text -> new Example(Base64.getDecoder().decode(text), word))
                    .toList();
        } catch (IllegalArgumentException broken) {
            throw new Arguments.Unusable("a message is not in base64");
        }
    }

    /// `learnt`, `spam` and `ham` by which mail is judged, `needed` of them in all and `neededOfEach`,
    /// `enough`; of the model alone `ownSpam`, `ownHam`, `octets`, `last`, `waiting`, and for an account
    /// `today` and `perDay`.
    ///
    /// @param arguments `address`, or of what all share
    Map<String, Object> status(Arguments arguments) {
        Optional<Account> account = account(arguments);
        LearningStatus status =
                account.map(each -> learning.get().status(each.id()))
                        .orElseGet(() -> learning.get().status());
        Map<String, Object> shown = new LinkedHashMap<>();
        account.ifPresent(each -> shown.put("address", each.address().toString()));
        shown.put("learnt", status.learnt().mails());
        shown.put("needed", status.learnt().needed());
        shown.put("spam", status.learnt().spam());
        shown.put("ham", status.learnt().ham());
        shown.put("neededOfEach", status.learnt().neededOfEach());
        shown.put("enough", status.learnt().isEnough());
        shown.put("ownSpam", status.spam());
        shown.put("ownHam", status.ham());
        shown.put("octets", status.octets());
        status.last().ifPresent(last -> shown.put("last", last.toString()));
        shown.put("waiting", status.waiting());
        if (account.isPresent()) {
            shown.put("today", status.today());
            shown.put("perDay", status.perDay());
        }
        return shown;
    }

    /// `address`.
    Map<String, Object> forget(Arguments arguments) {
        Account account = ScriptOperations.account(directory, arguments);
        learning.get().forget(account.id());
        return Map.of("address", account.address().toString());
    }

    private Optional<Account> account(Arguments arguments) {
        return arguments.text("address", "").isEmpty()
                ? Optional.empty()
                : Optional.of(ScriptOperations.account(directory, arguments));
    }
}

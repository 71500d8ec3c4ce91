// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;

/// What lists are asked about one mail: all questions at once, each name once whichever lists want to
/// know it. A question that is too late goes on alone, so that its answer is there for the next who
/// asks. For one thread.
final class Asking {
    private final Resolver resolver;
    private final int maxQuestions;
    private final long began = System.nanoTime();
    private final Map<String, FutureTask<Answer<InetAddress>>> questions = new LinkedHashMap<>();
    private final Map<DnsList, List<Question>> ofList = new LinkedHashMap<>();

    private record Question(Subject subject, FutureTask<Answer<InetAddress>> answer) {}

    Asking(Resolver resolver, int maxQuestions) {
        this.resolver = resolver;
        this.maxQuestions = maxQuestions;
    }

    /// Asks a list; what is beyond the limit is not asked.
    void ask(DnsList list, Subject subject) {
        for (String name : ListQuestions.of(list.config(), subject)) {
            FutureTask<Answer<InetAddress>> known = questions.get(name);
            if (known == null && questions.size() < maxQuestions) {
                known = new FutureTask<>(() -> resolver.a(name));
                questions.put(name, known);
                Thread.ofVirtual().name("dns-list").start(known);
            }
            if (known != null) {
                ofList.computeIfAbsent(list, _ -> new ArrayList<>())
                        .add(new Question(subject, known));
            }
        }
    }

    int questions() {
        return questions.size();
    }

    /// Waits for all, each list within its time.
    ///
    /// @return of each list that has any its weightiest
    List<Listing> listings() throws InterruptedException {
        List<Listing> found = new ArrayList<>();
        for (var each : ofList.entrySet()) {
            weightiest(each.getKey(), each.getValue()).ifPresent(found::add);
        }
        return found;
    }

    private Optional<Listing> weightiest(DnsList list, List<Question> asked)
            throws InterruptedException {
        Optional<Listing> weightiest = Optional.empty();
        int missed = 0;
        String reason = "";
        for (Question question : asked) {
            Answer<InetAddress> answer = answer(question, list.config());
            if (answer instanceof Answer.Failed<InetAddress>(var why)) {
                missed++;
                reason = why;
                continue;
            }
            Optional<Listing> listing = list.heard(question.subject(), answer);
            if (listing.isPresent()
                    && (weightiest.isEmpty() || listing.get().outweighs(weightiest.get()))) {
                weightiest = listing;
            }
        }
        if (missed == asked.size()) {
            list.unanswered(missed, reason);
        } else {
            list.missed(missed);
            list.answered();
        }
        return weightiest;
    }

    private Answer<InetAddress> answer(Question question, ListConfig list)
            throws InterruptedException {
        long left = began + list.timeout().toNanos() - System.nanoTime();
        try {
            return question.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return new Answer.Failed<>("no answer within " + list.timeout().toMillis() + " ms");
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }
}

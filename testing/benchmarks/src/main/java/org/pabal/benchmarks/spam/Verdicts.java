// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.util.List;

/// What a filter said of some mails, and what it cost.
///
/// @param mails as they were put to it
/// @param scores one for each; not a number where the filter gave none
/// @param required the score from which it calls a mail spam
/// @param cpuNanos of all its processes, while it judged
record Verdicts(List<CorpusMail> mails, double[] scores, double required, long cpuNanos) {

    int spams() {
        return (int) mails.stream().filter(CorpusMail::spam).count();
    }

    int hams() {
        return mails.size() - spams();
    }

    int caught() {
        return marked(true);
    }

    int falsePositives() {
        return marked(false);
    }

    private int marked(boolean spam) {
        int marked = 0;
        for (int i = 0; i < scores.length; i++) {
            if (mails.get(i).spam() == spam && scores[i] >= required) {
                marked++;
            }
        }
        return marked;
    }

    /// Of one folder.
    Verdicts of(String folder) {
        List<Integer> places =
                java.util.stream.IntStream.range(0, scores.length)
                        .filter(i -> mails.get(i).folder().equals(folder))
                        .boxed()
                        .toList();
        return new Verdicts(
                places.stream().map(mails::get).toList(),
                places.stream().mapToDouble(i -> scores[i]).toArray(),
                required,
                0);
    }

    /// Together with others.
    Verdicts and(Verdicts other) {
        double[] all = java.util.Arrays.copyOf(scores, scores.length + other.scores.length);
        System.arraycopy(other.scores, 0, all, scores.length, other.scores.length);
        return new Verdicts(
                java.util.stream.Stream.concat(mails.stream(), other.mails.stream()).toList(),
                all,
                required,
                cpuNanos + other.cpuNanos);
    }

    double mailsPerCpuSecond() {
        return mails.size() / (cpuNanos / 1e9);
    }
}

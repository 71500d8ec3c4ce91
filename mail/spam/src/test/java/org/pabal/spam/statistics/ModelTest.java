// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ModelTest {
    /// What was learnt by mistake must not stay.
    @Test
    void whatWasLearntCanBeUndoneInAnyOrderWithoutATrace() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Model model = Model.empty(ModelSize.ACCOUNT);
            Model shared = Model.empty(ModelSize.SHARED);
            byte[] never = model.octets();
            Statistics statistics = Statistics.of(shared, model);
            record Learning(Features features, Training training) {}
            List<Learning> learnt = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                Features features = mail(random, random.nextInt(2));
                Kind kind = random.nextBoolean() ? Kind.SPAM : Kind.HAM;
                learnt.add(new Learning(features, statistics.learn(features, kind)));
            }
            learnt.replaceAll(one ->
                    new Learning(one.features, statistics.review(one.features, one.training)));
            assertThat(learnt).as("seed %d", seed).anyMatch(one -> one.training.step() != 0);
            Collections.shuffle(learnt, random);
            learnt.forEach(one -> assertThat(model.undo(one.features, one.training)).isTrue());
            assertThat(model.octets()).as("seed %d", seed).isEqualTo(never);
        }
    }

    @Test
    void octetsAreTheModel() {
        Random random = new Random(5);
        Model model = Model.empty(ModelSize.ACCOUNT);
        Statistics statistics = Statistics.of(model);
        for (int i = 0; i < 700; i++) {
            statistics.learn(mail(random, i % 2), i % 2 == 0 ? Kind.HAM : Kind.SPAM);
        }
        Model read = Model.parse(model.octets()).orElseThrow();
        assertThat(read.octets()).isEqualTo(model.octets());
        assertThat(read.spam()).isEqualTo(model.spam());
        Features features = mail(random, 1);
        assertThat(Statistics.of(read).probability(features))
                .isEqualTo(statistics.probability(features));
    }

    @Test
    void octetsThatAreNoModelAreNone() {
        Model model = Model.empty(ModelSize.ACCOUNT);
        Statistics.of(model).learn(mail(new Random(1), 0), Kind.HAM);
        byte[] octets = model.octets();
        assertThat(Model.parse(new byte[0])).isEmpty();
        Random random = new Random(2);
        for (int i = 0; i < 2_000; i++) {
            byte[] broken = octets.clone();
            broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            Model.parse(broken).ifPresent(Model::octets); // whatever it is, it does no harm
            assertThat(Model.parse(java.util.Arrays.copyOf(octets, random.nextInt(octets.length))))
                    .isEmpty();
        }
    }

    /// What is kept for an account has a bound, whatever it is fed.
    @Test
    void anAccountsModelIsBounded() {
        Random random = new Random(3);
        Model model = Model.empty(ModelSize.ACCOUNT);
        Statistics statistics = Statistics.of(model);
        for (int i = 0; i < 1_200; i++) {
            statistics.learn(noise(random), random.nextInt(10) == 0 ? Kind.SPAM : Kind.HAM);
        }
        assertThat(model.octets().length).isLessThan(256 << 10);
        assertThat(model.spam() + model.ham()).isBetween(500, 1_000);
    }

    @Test
    void aGenerationThatAgedAwayHasNothingToUndo() {
        Random random = new Random(4);
        Model model = Model.empty(ModelSize.ACCOUNT);
        Statistics statistics = Statistics.of(model);
        Features first = mail(random, 0);
        Training training = statistics.learn(first, Kind.SPAM);
        for (int i = 0; i < 1_000; i++) {
            statistics.learn(mail(random, i % 2), i % 2 == 0 ? Kind.HAM : Kind.SPAM);
        }
        byte[] octets = model.octets();
        assertThat(model.undo(first, training)).isFalse();
        assertThat(model.octets()).isEqualTo(octets);
    }

    @Test
    void trainingsAreKeptInTenOctets() {
        Training training = new Training(Kind.HAM, Features.VERSION, 3, -577);
        assertThat(training.octets()).hasSize(Training.OCTETS);
        assertThat(Training.parse(training.octets())).contains(training);
        assertThat(Training.parse(new byte[3])).isEmpty();
        byte[] broken = training.octets();
        broken[0] = 9;
        assertThat(Training.parse(broken)).isEmpty();
    }

    @Test
    void littleLearntJudgesNothing() {
        Random random = new Random(6);
        Statistics statistics = Statistics.of(Model.empty(ModelSize.SHARED));
        for (int i = 0; i < 12; i++) {
            statistics.learn(mail(random, 0), Kind.HAM);
        }
        assertThat(statistics.learnt()).isEqualTo(new Learnt(0, 12, 50));
        assertThat(statistics.finding(mail(random, 1))).isEmpty();
        for (int i = 0; i < 50; i++) {
            statistics.learn(mail(random, 0), Kind.HAM);
        }
        assertThat(statistics.finding(mail(random, 1))).as("one kind alone").isEmpty();
        for (int i = 0; i < 20; i++) {
            statistics.learn(mail(random, 1), Kind.SPAM);
        }
        assertThat(statistics.finding(mail(random, 1))).isPresent();
        assertThat(statistics.probability(mail(random, 1)))
                .isGreaterThan(statistics.probability(mail(random, 0)));
    }

    /// Common words, and some that one kind has more often than the other.
    private static Features mail(Random random, int kind) {
        return features(
                random,
                r -> {
                    int word = r.nextInt(300);
                    return word < 40 && r.nextInt(4) > 0 ? word * 2 + kind : word + 100;
                });
    }

    private static Features noise(Random random) {
        List<int[]> groups = new ArrayList<>();
        for (FeatureGroup group : FeatureGroup.values()) {
            groups.add(random.ints(group.limit()).toArray());
        }
        return Features.of(groups);
    }

    private static Features features(Random random, java.util.function.ToIntFunction<Random> word) {
        List<int[]> groups = new ArrayList<>();
        for (FeatureGroup group : FeatureGroup.values()) {
            int[] words = new int[40];
            for (int i = 0; i < words.length; i++) {
                words[i] = FeatureHash.of(group.ordinal(), word.applyAsInt(random));
            }
            groups.add(words);
        }
        return Features.of(groups);
    }
}

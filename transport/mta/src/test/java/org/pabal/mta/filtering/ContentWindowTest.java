// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ContentWindowTest {
    @Test
    void keepsTheBeginningHoweverItIsCut() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            byte[] content = new byte[random.nextInt(1_200_000)];
            random.nextBytes(content);
            WindowRoom room = new WindowRoom();
            try (ContentWindow window = new ContentWindow(room)) {
                int at = 0;
                while (at < content.length) {
                    int length = Math.min(1 + random.nextInt(70_000), content.length - at);
                    window.write(content, at, length);
                    at += length;
                }
                assertThat(window.size()).isEqualTo(content.length);
                assertThat(window.octets())
                        .as("seed %d", seed)
                        .isEqualTo(
                                Arrays.copyOf(
                                        content, Math.min(content.length, WindowRoom.MAX_OCTETS)));
            }
            assertThat(room.shortages()).isZero();
        }
    }

    /// Less of each is judged, and none is refused for it (THREATS S36).
    @Test
    void allTogetherHaveABound() {
        WindowRoom room = new WindowRoom(600_000);
        byte[] content = new byte[WindowRoom.MAX_OCTETS];
        try (ContentWindow first = new ContentWindow(room);
                ContentWindow second = new ContentWindow(room)) {
            first.write(content, 0, content.length);
            second.write(content, 0, content.length);
            second.write(content, 0, content.length);
            assertThat(first.octets()).hasSize(content.length);
            assertThat(second.octets()).hasSize(WindowRoom.FREE_OCTETS);
            assertThat(second.size()).isEqualTo(2L * content.length);
            assertThat(room.shortages()).isEqualTo(1);
        }
        try (ContentWindow again = new ContentWindow(room)) {
            again.write(content, 0, content.length);
            assertThat(again.octets()).hasSize(content.length);
        }
    }
}

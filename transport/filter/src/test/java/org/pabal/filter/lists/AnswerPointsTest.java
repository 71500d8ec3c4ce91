// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerPointsTest {

    private static double points(AnswerPoints points, String answer) {
        return points.of(InetAddress.ofLiteral(answer)).orElse(0);
    }

    @Test
    void theFirstNetworkCountsAndAllBitsDo() {
        AnswerPoints points =
                AnswerPoints.parse(
                        List.of("127.0.0.2=3", "127.0.0.8/30 = 1.5", "&64=2", "&128=0.5"), 0);
        assertThat(points(points, "127.0.0.2")).isEqualTo(3);
        assertThat(points(points, "127.0.0.11")).isEqualTo(1.5);
        assertThat(points(points, "127.0.0.192")).isEqualTo(2.5);
        assertThat(points.of(InetAddress.ofLiteral("127.0.0.3"))).isEmpty();
    }

    @Test
    void aListOfGoodHostsSaysNothingBad() {
        assertThat(AnswerPoints.parse(List.of("127.0.0.2=-1"), 0).isAllowing()).isTrue();
        assertThat(AnswerPoints.parse(List.of("127.0.0.2=-1"), 1).isAllowing()).isFalse();
        assertThat(AnswerPoints.parse(List.of(), 0).isAllowing()).isFalse();
        assertThat(AnswerPoints.parse(List.of(), -1).isAllowing()).isTrue();
    }

    @Test
    void anythingElseIsNoEntry() {
        for (String text :
                List.of("127.0.0.2", "=3", "127.0.0.2=x", "127.0.0.2=NaN", "&0=1", "&256=1", "")) {
            assertThatThrownBy(() -> AnswerPoints.parse(List.of(text), 0))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("127.0.0.2=3");
        }
    }
}

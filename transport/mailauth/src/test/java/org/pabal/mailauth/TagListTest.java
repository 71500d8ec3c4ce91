// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagListTest {

    @Test
    void readsTagsInTheirOrder() throws Exception {
        TagList list = TagList.parse(" v=1; a = rsa-sha256 ;\r\n\tb=ab\r\n\t cd= ; x_1=");

        assertThat(list.tags().keySet()).containsExactly("v", "a", "b", "x_1");
        assertThat(list.get("a")).contains("rsa-sha256");
        assertThat(list.unfolded("b")).contains("abcd=");
        assertThat(list.get("x_1")).contains("");
        assertThat(list.get("V")).isEmpty();
    }

    @Test
    void mayEndInASemicolonAndMayBeEmpty() throws Exception {
        assertThat(TagList.parse("v=1;").tags()).hasSize(1);
        assertThat(TagList.parse("v=1; \r\n").tags()).hasSize(1);
        assertThat(TagList.parse("").tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v",
                "=1",
                "1v=1",
                "v=1; v=2",
                "v=1;; a=2",
                "v=1; a b=2",
                "v=\u0000",
                "v-x=1",
                ";"
            })
    void refusesWhatIsNoListOfTags(String text) {
        assertThatThrownBy(() -> TagList.parse(text))
                .isInstanceOf(TagList.MalformedException.class);
    }

    @Test
    void boundsTheNumberOfTags() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            many.append('t').append(i).append("=1;");
        }
        assertThatThrownBy(() -> TagList.parse(many.toString()))
                .isInstanceOf(TagList.MalformedException.class)
                .hasMessageContaining("100");
    }
}

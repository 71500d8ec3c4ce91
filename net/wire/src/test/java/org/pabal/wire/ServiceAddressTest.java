// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAddressTest {

    @ParameterizedTest
    @CsvSource({
        "inet:localhost:11332, inet:localhost:11332",
        "inet:127.0.0.1:8891, inet:127.0.0.1:8891",
        "inet:8891@localhost, inet:localhost:8891",
        "inet6:[::1]:8891, inet6:[::1]:8891",
        "inet:[2001:db8::7]:1, inet6:[2001:db8::7]:1",
        "unix:/run/opendkim/opendkim.sock, unix:/run/opendkim/opendkim.sock",
        "local:/run/x, unix:/run/x",
    })
    void isReadAsMailServersWriteIt(String text, String shown) {
        assertThat(ServiceAddress.parse(text)).map(ServiceAddress::toString).contains(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:1",
                "inet:localhost",
                "inet:localhost:0",
                "inet:localhost:65536",
                "inet::25",
                "inet:a b:25",
                "inet:localhost:2x",
                "unix:run/x",
                "unix:",
                "tcp:x:1",
                "inet6:[x]:1",
                "inet6:[]:1"
            })
    void anythingElseIsNone(String text) {
        assertThat(ServiceAddress.parse(text)).isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import java.util.Optional;

/// One frame as it came.
record Frame(Type type, byte[] content) {

    /// The numbers are those on the wire.
    enum Type {
        HELLO(1),
        CALL(2),
        DATA(3),
        END(4),
        DONE(5),
        REFUSED(6),
        UNAVAILABLE(7);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Optional<Type> of(int number) {
            for (Type type : values()) {
                if (type.number == number) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.net.InetAddress;
import org.pabal.spam.Finding;

/// An entry of a list.
///
/// @param answer that says which entry
record Listing(ListConfig list, Subject subject, InetAddress answer, double points) {

    boolean outweighs(Listing other) {
        return Math.abs(points) > Math.abs(other.points);
    }

    Finding finding() {
        return new Finding(
                list.test(), points, subject.shown() + " (" + answer.getHostAddress() + ")");
    }
}

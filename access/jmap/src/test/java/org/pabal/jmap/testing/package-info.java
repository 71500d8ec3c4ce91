// SPDX-License-Identifier: Apache-2.0

/// What tests of JMAP stand on: a server without sockets, and dialogues in JSON.
@NullMarked
package org.pabal.jmap.testing;

import org.jspecify.annotations.NullMarked;

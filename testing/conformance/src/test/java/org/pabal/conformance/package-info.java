// SPDX-License-Identifier: Apache-2.0

/// The whole server as its own process, with clients and servers that others wrote.
@NullMarked
package org.pabal.conformance;

import org.jspecify.annotations.NullMarked;

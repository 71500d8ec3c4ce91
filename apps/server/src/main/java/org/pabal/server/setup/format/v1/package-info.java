// SPDX-License-Identifier: Apache-2.0

/// How far the set-up has come, as it lies in the store: docs/formats/setup-v1.md.
@NullMarked
package org.pabal.server.setup.format.v1;

import org.jspecify.annotations.NullMarked;

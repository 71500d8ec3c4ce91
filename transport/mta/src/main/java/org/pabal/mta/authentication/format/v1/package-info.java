// SPDX-License-Identifier: Apache-2.0

/// Forwarders as they lie in the store, version 1: docs/formats/forwarders-v1.md.
@NullMarked
package org.pabal.mta.authentication.format.v1;

import org.jspecify.annotations.NullMarked;

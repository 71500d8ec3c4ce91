// SPDX-License-Identifier: Apache-2.0

/// ManageSieve (RFC 5804), server side.
@NullMarked
package org.pabal.managesieve;

import org.jspecify.annotations.NullMarked;

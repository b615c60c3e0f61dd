import HummingbirdTLS
import Yams
import Configuration
